"""The work on an import, in the background and resumable: check, write, each in chunks."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from crm.garbage import search_new, search_put_off
from crm.jobs import is_under_way
from crm.refusals import Refused
from crm.sheets.choices import Reading
from customers.imports import pace
from customers.imports.mapping import Mapping
from customers.imports.mapping.days import with_day_orders
from customers.imports.passes import PASSES
from customers.imports.reading.staging import forget_rows
from customers.imports.telling import tell_of_end
from customers.imports.undoing.undo import can_be_undone
from customers.imports.writing.lanes import Lanes, alone, free
from customers.models import RowCheck, SheetImport

Told = Callable[[SheetImport], None]
State, Verdict = SheetImport.State, RowCheck.Verdict
ASKED_OF = ("mapping", "policy", "policy_by_key", "policy_by_phone", "overwrites_hands")
STOPPED_AS: dict[str, str] = {
    State.READING: State.MAPPING,
    State.CHECKING: State.MAPPING,
    State.WRITING: State.STOPPED,
    State.UNDOING: State.DONE,
}
PROGRESS = [
    "state", "done", "counts", "checked_to", "committed_to", "undone_to", "finished_at",
    "rows_a_second", "moved_at",
]  # fmt: skip


def start_reading(sheet_import: SheetImport, chosen: Reading, *, by):
    """Sends the kept file to be read as chosen."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.MAPPING, State.CHECKED)
        locked.reading = {**locked.reading, "choices": chosen.to_json()}
        locked.save(update_fields=["reading"])
        begin(locked, State.READING, by=by)


def start_check(
    sheet_import: SheetImport, mapping: Mapping, *, by=None, is_sent=True, **policies: str
):
    """Takes a mapping without faults and sends every row to be checked anew. Here and below `by`
    is who is told of the end, whoever uploaded the sheet if nobody is named; a caller that does
    the work itself says that no job `is_sent`."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.MAPPING, State.CHECKED)
        locked.checks.all().delete()
        locked.keys.all().delete()
        locked.mapping = with_day_orders(locked, mapping).to_json()
        locked.counts, locked.checked_to, locked.system_id = {}, 0, mapping.system
        for name, policy in policies.items():
            setattr(locked, name, policy)
        locked.save(update_fields=[*ASKED_OF, "system"])
        begin(locked, State.CHECKING, by=by, is_sent=is_sent)


def start_writing(sheet_import: SheetImport, *, by=None, is_sent=True):
    """Sends the good rows to be written. Raises Refused when there are none, or some undecided."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.CHECKED, State.STOPPED)
        refuse_unless_decided(locked)
        if not locked.good:
            raise Refused(_("No row can be imported."), _("Correct the sheet and upload it again."))
        done = locked.done if locked.committed_to else 0
        begin(locked, State.WRITING, done, by=by, is_sent=is_sent)


def refuse_unless_decided(locked: SheetImport):
    if count := locked.counted(Verdict.ASKED):
        raise Refused(
            ngettext(
                "%(count)d row is still to be decided.",
                "%(count)d rows are still to be decided.",
                count,
            )
            % {"count": count},
            _("Decide what becomes of each, or leave them out."),
        )


def start_undoing(sheet_import: SheetImport, *, by):
    """Sends what was written to be put back, as far as nobody touched it since."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.DONE, State.STOPPED)
        if not can_be_undone(locked):
            raise Refused(
                _("This import can no longer be undone."),
                _("Choose its customers in the list, and delete or change them there."),
            )
        locked.undone_by = by
        locked.save(update_fields=["undone_by"])
        begin(locked, State.UNDOING, by=by)


def stop(sheet_import: SheetImport):
    """Ends the work after the chunk in hand. What is written stays; a check begins anew."""
    with transaction.atomic():
        locked = locked_in(sheet_import, *PASSES)
        if locked.state == State.READING:
            forget_rows(locked)
            locked.save(update_fields=["header", "total"])
        move(locked, STOPPED_AS[locked.state])


def resume(sheet_import: SheetImport, *, by=None):
    """Sends the work on its way again after a job that broke off."""
    with transaction.atomic():
        locked = locked_in(sheet_import, *PASSES)
        if is_broken_off(locked):
            begin(locked, locked.state, done=locked.done, by=by)


def is_broken_off(sheet_import: SheetImport) -> bool:
    """Whether there is work to do and no job to do it: its last one failed. A command has none."""
    if not sheet_import.is_working or pace.is_moving(sheet_import):
        return False
    return not is_under_way(PASSES[sheet_import.state].task, pk=sheet_import.pk)


def run_reading(pk: int):
    run(pk, State.READING)


def run_check(pk: int, told: Told | None = None):
    run(pk, State.CHECKING, told)


def run_writing(pk: int, told: Told | None = None):
    run(pk, State.WRITING, told)


def run_undoing(pk: int):
    run(pk, State.UNDOING)


def run(pk: int, state: str, told: Told | None = None):
    """Works through the rows, a chunk a transaction, until none is left; what stands then is
    `told` after each that does not go in a lane."""
    with alone(pk), search_put_off():
        begun = SheetImport.objects.select_related("uploaded_by", "pool").get(pk=pk)
        work = PASSES[state](begun)
        pace.take_up(begun)
        if work.goes_in_lanes:
            run_in_lanes(work, begun, state)
        while work_on_chunk(work, begun, state, told):
            work.tidy()
            search_new()


def run_in_lanes(work, begun: SheetImport, state: str):
    def enter(behind: int, written) -> bool:
        locked = still_asked(begun, state)
        if locked is None or locked.committed_to != behind:
            return False
        before = locked.done
        work.enter(locked, written)
        pace.keep(locked, locked.done - before)
        move(locked, state)
        return True

    with free() as is_free:
        if is_free:
            Lanes(work, begun, enter).run()


def work_on_chunk(work, begun: SheetImport, state: str, told: Told | None = None) -> bool:
    """One chunk; False when nothing is left, or somebody stopped it or asked for other work."""
    with transaction.atomic():
        locked = still_asked(begun, state)
        if locked is None:
            return False
        before = locked.done
        is_left = work.work(locked)
        pace.keep(locked, locked.done - before)
        move(locked, state if is_left else work.end)
        if not is_left:
            tell_of_end(locked)
        if told:
            told(locked)
        return is_left


def still_asked(begun: SheetImport, state: str) -> SheetImport | None:
    """The import under a lock, unless somebody stopped the work or asked for other work."""
    imports = SheetImport.objects.select_for_update(of=("self",), no_key=True)
    locked = imports.select_related("pool", "uploaded_by").get(pk=begun.pk)
    is_asked = locked.state == state and asked(locked) == asked(begun)
    return locked if is_asked else None


def asked(sheet_import: SheetImport) -> list:
    return [getattr(sheet_import, name) for name in ASKED_OF]


def begin(locked: SheetImport, state: str, done: int = 0, *, by=None, is_sent=True):
    """Sends a job, in the caller's transaction, so that none runs for a change that was undone.
    One worker at a time works on an import; it speaks the language of whoever asked."""
    locked.done, locked.finished_at = done, None
    locked.rows_a_second, locked.moved_at = None, None
    locked.started_by = by or locked.uploaded_by
    locked.save(update_fields=["started_by"])
    move(locked, state)
    locked.begin_clock(done)
    if is_sent:
        send(locked)


def send(locked: SheetImport):
    job = app.configure_task(PASSES[locked.state].task, lock=f"import-{locked.pk}")
    job.defer(pk=locked.pk, language=translation.get_language() or settings.LANGUAGE_CODE)


def locked_in(sheet_import: SheetImport, *states) -> SheetImport:
    """The import under a lock, in one of `states`. Raises Refused otherwise."""
    # Rows that are being written refer to it, and must not wait for it.
    locked = SheetImport.objects.select_for_update(no_key=True).get(pk=sheet_import.pk)
    if locked.state not in states:
        raise Refused(
            _("This import has moved on: it is %(state)s.") % {"state": locked.get_state_display()},
            _("This page shows where it stands now."),
        )
    return locked


def move(locked: SheetImport, state: str):
    locked.state = state
    if state in (State.DONE, State.STOPPED, State.UNDONE):
        locked.finished_at = timezone.now()
    locked.save(update_fields=PROGRESS)
