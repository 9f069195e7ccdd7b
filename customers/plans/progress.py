"""How far the work on a plan is. Of a rehearsal nobody else sees a row before it is rolled back, so
that it says where it is through a connection of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from customers.imports import pace
from customers.models import PlanRun, PlanStep, SheetImport

Import = SheetImport.State
SEEN = ("state", "done", "counts", "rows_a_second")
INSTANTS = ("moved_at", "work_began_at")
SAY = "UPDATE customers_planrun SET seen = %s WHERE id = %s AND state = %s"


class Stopped(Exception):
    """Somebody stopped the rehearsal."""


@dataclass(frozen=True)
class Progress:
    """Of the file in hand, the `place`-th; `pace` says when all of them will be through."""

    found: SheetImport
    place: int
    pace: str


def progress_of(steps: list[PlanStep]) -> Progress | None:
    """None where every file is in."""
    imports = [step.sheet_import for step in steps]
    left = [n for n, found in enumerate(imports) if found.state != Import.DONE]
    at = next((n for n in left if imports[n].is_working), left[0] if left else None)
    if at is None:
        return None
    found, later = imports[at], sum(2 * each.total for each in imports[at + 1 :])
    later += found.total if found.state == Import.CHECKING else 0
    return Progress(found, at + 1, pace.said(found, later) if found.is_working else "")


# --- what a rehearsal says -------------------------------------------------------------------


@contextmanager
def beside() -> Iterator:
    """A connection that sees nothing of the transaction that begins inside."""
    if connection.in_atomic_block:  # whoever began it rolls it back
        yield connection
        return
    copy = connection.copy()
    try:
        yield copy
    finally:
        copy.close()


class Telling:
    """Says through `other` how far the rehearsal of `run` is. Raises Stopped where it is no longer
    wanted."""

    def __init__(self, run: PlanRun, other):
        self.run, self.other = run, other

    def of(self, step: PlanStep):
        return partial(self._tell, step.pk)

    def _tell(self, step: int, found: SheetImport):
        seen = {name: getattr(found, name) for name in (*SEEN, *INSTANTS)} | {"step": step}
        with self.other.cursor() as cursor:
            text = json.dumps(seen, cls=DjangoJSONEncoder)
            cursor.execute(SAY, [text, self.run.pk, PlanRun.State.REHEARSING])
            if not cursor.rowcount:
                raise Stopped


def as_seen(run: PlanRun, steps: list[PlanStep]):
    """The files as the rehearsal that goes on has them; those before are as if imported."""
    seen = run.seen if run.state == PlanRun.State.REHEARSING else {}
    at = next((n for n, step in enumerate(steps) if step.pk == seen.get("step")), None)
    for step in steps[:at] if at is not None else ():
        step.sheet_import.state = Import.DONE
    if at is not None:
        found = steps[at].sheet_import
        for name in SEEN:
            setattr(found, name, seen[name])
        for name in INSTANTS:
            setattr(found, name, seen[name] and datetime.fromisoformat(seen[name]))
