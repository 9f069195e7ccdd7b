"""Plans of sheets that are run, or rehearsed, at once."""

from dataclasses import replace
from io import BytesIO

from customers.imports.kind_views import choose_kind
from customers.imports.mapping import Mapping
from customers.imports.running import run_check, start_check
from customers.models import PlanRun
from customers.plans import rehearsing, running
from customers.plans.preparing import upload
from tests.sheets.makers import text
from tests.source_keys.conftest import KEYED


def sheet(*rows, header=KEYED, name="customers.csv"):
    file = BytesIO(text([header, *rows]))
    file.name = name
    return file


def added(plan, erp, *rows, kind="customers", **named):
    """A file in the plan, its columns confirmed as from `erp`; None where it has no keys."""
    step = upload(plan, sheet(*rows, **named), by=plan.created_by)
    found = step.sheet_import
    if found.kind != kind:
        choose_kind(found, kind)
        found.refresh_from_db()
    mapping = replace(Mapping.of(found), system=erp and erp.pk)
    start_check(found, mapping, by=plan.created_by, is_sent=False, policy="overwrite")
    run_check(found.pk)
    return step


def last_run(plan) -> PlanRun:
    return plan.runs.latest("pk")


def run(plan):
    running.begin(plan, "running", by=plan.created_by)
    running.run_plan(last_run(plan).pk)
    return last_run(plan)


def rehearsed(plan):
    rehearsing.begin(plan, by=plan.created_by)
    rehearsing.rehearse(last_run(plan).pk)
    return last_run(plan).report
