"""A removal works through its rows, one a transaction with its outcome: a worker may be killed at
any moment, or two be at work, and every row is done once."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.grid.choosing import Selection
from crm.grid.registry import grid_named
from crm.grid.removing.models import Removal, RemovalRow
from crm.grid.telling import tell_actor, tell_of_halt
from crm.people.models import User
from crm.refusals import Refused

AT_ONCE = 50
TASK = "work_removal"
State, RowState = Removal.State, RemovalRow.State
TOLD: dict[str, tuple] = {
    State.DONE: ("deleted", RowState.DONE),
    State.UNDONE: ("back", RowState.BACK),
}


def start(selection: Selection) -> Removal:
    """Deletes what is chosen: now where it is little, else by a job."""
    with transaction.atomic():
        removal = Removal.objects.create(by=selection.user, grid=selection.key)
        fields = {"removal_id": removal.pk, "state": RowState.WAITING, "why": ""}
        removal.total, removal.unseen = selection.write_down(RemovalRow, "record_id", **fields)
        removal.save(update_fields=["total", "unseen"])
    return set_to_work(removal)


def undo(removal: Removal) -> Removal:
    """Brings back every row that was deleted."""
    with transaction.atomic():
        locked = Removal.objects.select_for_update(no_key=True).get(pk=removal.pk)
        if locked.state not in (State.DONE, State.STOPPED):
            raise Refused(
                _("This has moved on: it is %(state)s.") % {"state": locked.get_state_display()},
                _("This page shows where it stands now."),
            )
        move(locked, State.UNDOING)
    return set_to_work(locked)


def stop(removal: Removal):
    """Ends the deleting after the row in hand; what is done stays."""
    Removal.objects.filter(pk=removal.pk, state=State.WORKING).update(state=State.STOPPED)


def set_to_work(removal: Removal) -> Removal:
    if removal.total > AT_ONCE:
        language = translation.get_language() or settings.LANGUAGE_CODE
        job = app.configure_task(TASK, lock=f"removal-{removal.pk}")
        job.defer(pk=removal.pk, language=language)
    else:
        work(removal.pk)
    removal.refresh_from_db()
    return removal


def move(locked: Removal, state, halted=""):
    locked.state, locked.halted, locked.work_began_at = state, halted, None
    locked.save(update_fields=["state", "halted", "work_began_at"])


def work(pk: int):
    while settle_one(pk):
        pass


def settle_one(pk: int) -> bool:
    """One row, in one transaction with its outcome; False when there is no more to do."""
    with transaction.atomic():
        removal = Removal.objects.select_for_update(no_key=True).get(pk=pk)
        if not removal.is_at_work:
            return False
        takes, ends, settle = STEPS[removal.state]
        left = removal.rows.filter(state=takes).order_by("position")
        row, actor = left.first(), User.objects.get(pk=removal.by_id)
        if row is None:
            move(removal, ends)
            tell_of_the_end(removal)
        elif not actor.is_active:
            halt(removal, _("%(user)s no longer works here.") % {"user": actor})
        else:
            if removal.work_began_at is None:
                removal.begin_clock(removal.total - left.count())
            settle(grid_named(removal.grid).removing, row, actor)
        return removal.is_at_work


def halt(removal: Removal, why: str):
    move(removal, State.STOPPED, why)
    if removal.total > AT_ONCE:
        tell_of_halt(removal)


def tell_of_the_end(removal: Removal):
    """Only of what was done by a job: of the rest its actor saw the end."""
    if removal.total > AT_ONCE:
        what, outcome = TOLD[removal.state]
        tell_actor(removal, what, removal.rows.filter(state=outcome).count(), removal.total)


def delete(removing, row: RemovalRow, actor):
    try:
        with transaction.atomic():
            removing.put_aside(removing.door(actor, row.record_id), by=actor)
    except Http404:
        why = _("It was moved out of your sight, or deleted, since you chose it.")
        row.settle(RowState.MISSING, why)
    except (Refused, PermissionDenied) as refusal:
        row.settle(RowState.REFUSED, refusal)
    else:
        row.settle(RowState.DONE)


def bring_back(removing, row: RemovalRow, actor):
    try:
        with transaction.atomic():
            removing.bring_back(removing.deleted(actor, row.record_id), by=actor)
    except Http404:
        row.settle(RowState.STUCK, _("It is back already, or no longer yours to bring back."))
    except (Refused, PermissionDenied) as refusal:
        row.settle(RowState.STUCK, refusal)
    else:
        row.settle(RowState.BACK)


STEPS: dict[str, tuple] = {
    State.WORKING: (RowState.WAITING, State.DONE, delete),
    State.UNDOING: (RowState.DONE, State.UNDONE, bring_back),
}
