"""The two passes over an import, in the background and resumable."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.refusals import Refused
from customers.imports.checking import RowReader, check
from customers.imports.mapping import faults
from customers.imports.writing import write
from customers.models import ImportRow, SheetImport

CHUNK = 500
State, Verdict = SheetImport.State, ImportRow.Verdict


def start_check(sheet_import: SheetImport, mapping: dict[str, str]):
    """Takes the mapping and sends every row to be checked. Raises Refused on a bad mapping."""
    if wrong := faults(mapping):
        raise Refused(" ".join(wrong))
    with transaction.atomic():
        locked = locked_in(sheet_import, State.MAPPING, State.CHECKED)
        locked.rows.update(verdict=Verdict.UNCHECKED, problems=[])
        locked.mapping = mapping
        locked.good = locked.bad = 0
        move(locked, State.CHECKING)
        defer("check_import", locked)


def start_writing(sheet_import: SheetImport):
    """Sends the good rows to be written. Raises Refused when there are none."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.CHECKED, State.STOPPED)
        if not locked.rows.filter(verdict=Verdict.GOOD).exists():
            raise Refused(
                _("No row can be imported."), _("Correct the sheet and upload it again.")
            )
        move(locked, State.WRITING)
        defer("write_import", locked)


def stop(sheet_import: SheetImport):
    """Ends the work after the chunk in hand; what is written stays."""
    with transaction.atomic():
        move(locked_in(sheet_import, State.CHECKING, State.WRITING), State.STOPPED)


def run_check(pk: int):
    run(pk, State.CHECKING, Verdict.UNCHECKED, check, State.CHECKED)


def run_writing(pk: int):
    run(pk, State.WRITING, Verdict.GOOD, write, State.DONE)


def run(pk, state, verdict, work, end):
    """Works through the rows of one verdict, a chunk a transaction, until none is left."""
    sheet_import = SheetImport.objects.select_related("uploaded_by", "pool").get(pk=pk)
    with translation.override(sheet_import.uploaded_by.language or None):
        reader = RowReader(sheet_import)
        while work_on_chunk(pk, state, verdict, work, reader, end):
            pass


def work_on_chunk(pk, state, verdict, work, reader, end) -> bool:
    """One chunk; False when the import is no longer in `state` or nothing is left."""
    with transaction.atomic():
        locked = SheetImport.objects.select_for_update().get(pk=pk)
        if locked.state != state:
            return False
        rows = list(locked.rows.filter(verdict=verdict).order_by("number")[:CHUNK])
        if rows:
            work(rows, reader)
        count(locked, len(rows))
        if not rows:
            move(locked, end)
        return bool(rows)


def count(locked: SheetImport, worked: int):
    locked.done += worked
    verdicts = locked.rows.aggregate(
        good=Count("pk", filter=Q(verdict__in=[Verdict.GOOD, Verdict.WRITTEN])),
        bad=Count("pk", filter=Q(verdict=Verdict.BAD)),
    )
    locked.good, locked.bad = verdicts["good"], verdicts["bad"]
    locked.save(update_fields=["done", "good", "bad"])


def defer(task: str, locked: SheetImport):
    """In the caller's transaction, so that no job runs for a change that was undone. One worker
    at a time works on an import."""
    app.configure_task(task, lock=f"import-{locked.pk}").defer(pk=locked.pk)


def locked_in(sheet_import: SheetImport, *states) -> SheetImport:
    """The import under a lock, in one of `states`. Raises Refused otherwise."""
    locked = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if locked.state not in states:
        raise Refused(
            _("This import is %(state)s.") % {"state": locked.get_state_display()},
            _("Reload the page to see where it stands."),
        )
    return locked


def move(locked: SheetImport, state):
    locked.state = state
    if state in (State.CHECKING, State.WRITING):
        locked.done = 0
    if state in (State.DONE, State.STOPPED):
        locked.finished_at = timezone.now()
    locked.save(update_fields=["state", "done", "good", "bad", "mapping", "finished_at"])
