"""The two passes over an import, in the background and resumable."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.jobs import is_under_way
from crm.refusals import Refused
from customers.imports.checking import RowReader, check
from customers.imports.mapping import Mapping
from customers.imports.writing import write
from customers.models import ImportRow, SheetImport

CHUNK = 500
State, Verdict = SheetImport.State, ImportRow.Verdict
TASKS: dict[str, str] = {State.CHECKING: "check_import", State.WRITING: "write_import"}


def start_check(sheet_import: SheetImport, mapping: Mapping):
    """Takes a mapping without faults and sends every row to be checked."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.MAPPING, State.CHECKED)
        locked.rows.update(verdict=Verdict.UNCHECKED, problems=[])
        locked.mapping = mapping.to_json()
        move(locked, State.CHECKING)
        defer(locked)


def start_writing(sheet_import: SheetImport):
    """Sends the good rows to be written. Raises Refused when there are none."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.CHECKED, State.STOPPED)
        if not locked.rows.filter(verdict=Verdict.GOOD).exists():
            raise Refused(_("No row can be imported."), _("Correct the sheet and upload it again."))
        move(locked, State.WRITING)
        defer(locked)


def stop(sheet_import: SheetImport):
    """Ends the work after the chunk in hand. What is written stays; a check begins anew."""
    with transaction.atomic():
        locked = locked_in(sheet_import, *TASKS)
        move(locked, State.STOPPED if locked.state == State.WRITING else State.MAPPING)


def resume(sheet_import: SheetImport):
    """Sends the work on its way again after a job that broke off."""
    with transaction.atomic():
        locked = locked_in(sheet_import, *TASKS)
        if is_broken_off(locked):
            defer(locked)


def is_broken_off(sheet_import: SheetImport) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    if not sheet_import.is_working:
        return False
    return not is_under_way(TASKS[sheet_import.state], pk=sheet_import.pk)


def run_check(pk: int):
    run(pk, State.CHECKING, Verdict.UNCHECKED, check, State.CHECKED)


def run_writing(pk: int):
    run(pk, State.WRITING, Verdict.GOOD, write, State.DONE)


def run(pk, state, verdict, work, end):
    """Works through the rows of one verdict, a chunk a transaction, until none is left."""
    sheet_import = SheetImport.objects.select_related("uploaded_by", "pool").get(pk=pk)
    reader = RowReader(sheet_import)
    while work_on_chunk(state, verdict, work, reader, end):
        pass


def work_on_chunk(state, verdict, work, reader, end) -> bool:
    """One chunk; False when nothing is left, or somebody stopped it or matched the columns anew."""
    begun = reader.sheet_import
    with transaction.atomic():
        locked = SheetImport.objects.select_for_update().get(pk=begun.pk)
        if locked.state != state or locked.mapping != begun.mapping:
            return False
        rows = list(locked.rows.filter(verdict=verdict).order_by("number")[:CHUNK])
        if rows:
            work(rows, reader)
        move(locked, state if rows else end)
        return bool(rows)


def defer(locked: SheetImport):
    """In the caller's transaction, so that no job runs for a change that was undone. One worker
    at a time works on an import; it speaks the language of whoever asked for the work."""
    job = app.configure_task(TASKS[locked.state], lock=f"import-{locked.pk}")
    job.defer(pk=locked.pk, language=translation.get_language() or settings.LANGUAGE_CODE)


def locked_in(sheet_import: SheetImport, *states) -> SheetImport:
    """The import under a lock, in one of `states`. Raises Refused otherwise."""
    locked = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if locked.state not in states:
        raise Refused(
            _("This import has moved on: it is %(state)s.") % {"state": locked.get_state_display()},
            _("This page shows where it stands now."),
        )
    return locked


def move(locked: SheetImport, state):
    """Saves the state, and the numbers as the rows have them."""
    locked.state = state
    numbers = locked.rows.aggregate(
        good=Count("pk", filter=Q(verdict__in=[Verdict.GOOD, Verdict.WRITTEN])),
        bad=Count("pk", filter=Q(verdict=Verdict.BAD)),
        written=Count("pk", filter=Q(verdict=Verdict.WRITTEN)),
    )
    locked.good, locked.bad = numbers["good"], numbers["bad"]
    is_check = state in (State.MAPPING, State.CHECKING, State.CHECKED)
    locked.done = locked.good + locked.bad if is_check else numbers["written"]
    if state in (State.DONE, State.STOPPED):
        locked.finished_at = timezone.now()
    locked.save(update_fields=["state", "done", "good", "bad", "mapping", "finished_at"])
