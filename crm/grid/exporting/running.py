"""A large export, written by a job.

A file has its name only when it is whole. A worker that is killed leaves a record under way, and
whoever takes the job up again begins anew; of two at once, one ends it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.garbage import search_new, search_put_off
from crm.grid.exporting import files
from crm.grid.exporting.answering import refuse_unknown
from crm.grid.exporting.capping import refuse_too_many
from crm.grid.exporting.models import ExportRecord
from crm.grid.exporting.recording import State, end, fail, record_of
from crm.grid.exporting.snapshot import snapshot
from crm.grid.exporting.tables import cells_of, header_of
from crm.grid.exporting.telling import tell_owner
from crm.people.models import User
from crm.refusals import Refused
from crm.sheets.writing.beside import write_xlsx_beside
from crm.sheets.writing.text import write_csv

TASK = "write_export"
SAY = "UPDATE crm_exportrecord SET rows = %s, total = %s WHERE id = %s AND state = %s"
WRITERS: dict[str, Callable] = {"csv": write_csv, "xlsx": write_xlsx_beside}


class Cancelled(Exception):
    """Nobody wants the file any more."""


def start(grid, kind: str, ids=None, sentence="") -> ExportRecord:
    """Has a job write the file. Raises Refused, of which the record tells too."""
    refuse_unknown(kind)
    record = record_of(grid, kind, ids, sentence, is_by_job=True)
    try:
        refuse_too_many(grid.user, kind, grid.rows)
    except Refused as refusal:
        fail(record, refusal)
        raise
    send(record)
    return record


def send(record: ExportRecord):
    """One worker at a time is at it; it speaks the language of whoever asked."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    app.configure_task(TASK, lock=f"export-{record.pk}").defer(pk=record.pk, language=language)


def cancel(record: ExportRecord) -> bool:
    """Ends the work with the chunk in hand; False where it had ended already."""
    return end(record, State.CANCELLED)


def resume(record: ExportRecord):
    """Sends a job again where the last one broke off."""
    with transaction.atomic():
        locked = ExportRecord.objects.select_for_update(no_key=True).get(pk=record.pk)
        if is_broken_off(locked):
            send(locked)


def is_broken_off(record: ExportRecord) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    if not (record.is_working and record.is_by_job):
        return False
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, args__pk=record.pk)
    return not jobs.filter(status__in=["todo", "doing"]).exists()


# --- the work -------------------------------------------------------------------------------


def work(pk: int):
    """Writes the file of a record that waits, or whose worker died."""
    record = taken(pk)
    if record is None:
        return
    try:
        with files.unfinished() as file:
            rows = write(record, file)
            finish(record, file, rows)
    except Cancelled:
        return
    except Refused as refusal:
        fail_and_tell(record, refusal)
    except Exception:
        fail_and_tell(record, _("A fault in the program; its log tells more."))
        raise


def taken(pk: int) -> ExportRecord | None:
    """The record, from its beginning; None where nothing is to be done any more."""
    under_way = ExportRecord.objects.filter(pk=pk, state__in=[State.WAITING, State.WORKING])
    fresh = {"state": State.WORKING, "began_at": timezone.now(), "rows": 0, "total": None}
    if not under_way.update(**fresh):
        return None
    return ExportRecord.objects.get(pk=pk)


def write(record: ExportRecord, file) -> int:
    """Writes everything into `file`, with the rights its owner has now; how many rows."""
    progress = Progress(record)
    with snapshot() as beside, search_put_off():
        progress.connection = beside
        grid = grid_of(record)
        refuse_too_many(grid.user, record.kind, grid.rows)
        progress.total = grid.rows.order_by().count()
        WRITERS[record.kind](file, header_of(grid), cells_of(grid, progress.note))
    return progress.rows


def grid_of(record: ExportRecord):
    """The list as it was asked for. Raises Refused where it is no longer understood so."""
    user = User.objects.get(pk=record.by_id)
    if not user.is_active:
        raise Refused(_("%(user)s no longer works here.") % {"user": user})
    if record.grid_class is None:
        raise Refused(_("There is no such list any more."))
    grid = record.grid_class(user, record.params)
    if record.ids is not None:
        grid.narrow_to(record.ids)
    grid.in_order()
    if news := [problem for problem in grid.problems if problem not in record.problems]:
        raise Refused(" ".join(news), _("Open the list again and export from there."))
    return grid


class Progress:
    """Says after every chunk how far the work is, and stops it when it was cancelled."""

    connection: Any = None
    total = rows = 0

    def __init__(self, record: ExportRecord):
        self.record = record

    def note(self, rows: int):
        self.rows = rows
        with self.connection.cursor() as cursor:
            cursor.execute(SAY, [rows, self.total, self.record.pk, State.WORKING])
            if not cursor.rowcount:
                raise Cancelled
        search_new()


def finish(record: ExportRecord, file, rows: int):
    """The file is there, the record says so and its owner hears of it, or none of these."""
    fields = files.kept(file, record)
    with transaction.atomic():
        if end(record, State.DONE, rows=rows, total=rows, **fields):
            tell_owner(record, rows=rows)
            return
    (files.folder() / fields["file"]).unlink(missing_ok=True)


def fail_and_tell(record: ExportRecord, why):
    with transaction.atomic():
        if fail(record, why):
            tell_owner(record, why=str(why))
