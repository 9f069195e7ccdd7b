"""A plan is run and rolled back: each file meets what the files before it would have made.

All of it is one transaction, which holds the customers it touches until it ends; hence the cap.
"""

from functools import partial

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import transaction
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.sentences import in_each_language
from customers.imports.running import Told
from customers.models import ImportPlan, PlanRun, PlanStep, RowCheck
from customers.plans import running
from customers.plans.preparing import locked_run
from customers.plans.progress import Stopped, Telling, beside

State = PlanRun.State
PROBLEMS_TOLD = 20


def begin(plan: ImportPlan, *, by):
    """Raises Refused where the files have too many rows to be held in one transaction."""
    rows = sum(s.sheet_import.total for s in running.steps_of(plan.runs.latest("pk")))
    if rows > settings.PLAN_REHEARSAL_ROWS:
        words = {"rows": intcomma(rows), "most": intcomma(settings.PLAN_REHEARSAL_ROWS)}
        raise Refused(
            _("These files have %(rows)s rows, and %(most)s can be rehearsed at once.") % words,
            _("Rehearse with a part of each file, or run the plan: every import can be undone."),
        )
    running.begin(plan, State.REHEARSING, by=by)


def rehearse(pk: int):
    """Writes down what a run would do. Every file is tried, also behind one that would stop it."""
    run = PlanRun.objects.select_related("plan", "by").get(pk=pk)
    try:
        report = reported(run)
    except Stopped:
        return
    with transaction.atomic():
        locked = locked_run(run.plan)
        if locked.pk == run.pk and locked.state == State.REHEARSING:
            locked.state, locked.report = State.PREPARING, report
            locked.save(update_fields=["state", "report"])


def reported(run: PlanRun) -> list[dict]:
    with beside() as other, transaction.atomic():
        telling = Telling(run, other)
        report = [tried(step, run, telling.of(step)) for step in running.steps_of(run)]
        transaction.set_rollback(True)
        return report


def tried(step: PlanStep, run: PlanRun, telling: Told) -> dict:
    found = step.sheet_import
    running.check(step, by=run.by, told=telling)
    told = {
        "file": str(step.file),
        "rows": found.total,
        "counts": dict(found.counts),
        "problems": problems(found),
        "why": running.too_many_left(found, run.plan.most_left),
    }
    running.leave_out_undecided(found, by=run.by)
    if found.good:
        running.imports.start_writing(found, by=run.by, is_sent=False)
    # Also where the run would stop: whoever lets it go on meets what is written here.
    failed = running.finish(found, telling)
    return told | {"why": told["why"] or failed}


def problems(found) -> list[list]:
    """[row, Sentence] of the first that would be refused or have to be decided."""
    left = found.checks.filter(verdict__in=running.LEFT).order_by("number")[:PROBLEMS_TOLD]
    return [[row.number, in_each_language(partial(said_of, row))] for row in left]


def said_of(row: RowCheck) -> str:
    sentences = [said for _column, said in row.reasons]
    return " ".join(sentences) or str(row.get_verdict_display())
