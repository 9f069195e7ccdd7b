"""A change set works through its rows, one a transaction, and can be taken up again.

What is done to a row and what its cells say about it are one transaction: a worker may be killed
at any moment, or two be at work, and every row is still done once.
"""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.grid.changes import checking
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.changes.settling import BACK, FORWARDS, settle_row
from crm.grid.doors import grid_for
from crm.grid.telling import tell_actor, tell_of_halt
from crm.people.models import User
from crm.refusals import Refused

AT_ONCE = 50
CHECKED_AT_ONCE = 1_000
TASK = "work_changes"
DRAFTS_KEPT = timedelta(days=7)
State = ChangeSet.State
FORGOTTEN = (State.DRAFT, State.CHECKING)
TOLD: dict[str, tuple] = {
    State.DONE: ("applied", Change.State.DONE),
    State.UNDONE: ("undone", Change.State.BACK),
}
OUTCOME = ("old", "new", "old_text", "new_text", "state", "why", "doubts")


def check(changes: ChangeSet) -> ChangeSet:
    """Has a set that was just written down checked: now where it is small, else by a job."""
    return set_to_work(changes, CHECKED_AT_ONCE)


def apply(changes: ChangeSet) -> ChangeSet:
    """Changes what the check let through; also what waits since the work stopped."""
    with transaction.atomic():
        restart(locked_in(changes, State.DRAFT, State.STOPPED), State.WORKING)
    return set_to_work(changes)


def undo(changes: ChangeSet) -> ChangeSet:
    """Puts back every cell that nobody changed since."""
    with transaction.atomic():
        restart(locked_in(changes, State.DONE, State.STOPPED), State.UNDOING)
    return set_to_work(changes)


def resume(changes: ChangeSet) -> ChangeSet:
    """Goes on where a job broke off."""
    return set_to_work(changes)


def stop(changes: ChangeSet):
    """Ends the work after the row in hand; what is done stays."""
    with transaction.atomic():
        locked_in(changes, State.WORKING).end(State.STOPPED)


def discard(changes: ChangeSet):
    """A draft leaves nothing behind."""
    with transaction.atomic():
        locked_in(changes, *FORGOTTEN).delete()


def forget_drafts():
    """Discards what nobody applied for so long."""
    old = timezone.now() - DRAFTS_KEPT
    for changes in ChangeSet.objects.filter(state__in=FORGOTTEN, at__lt=old):
        with suppress(Refused):
            discard(changes)


def restart(locked: ChangeSet, state):
    locked.state, locked.halted, locked.work_began_at = state, "", None
    locked.save(update_fields=["state", "halted", "work_began_at"])


def set_to_work(changes: ChangeSet, most: int | None = None) -> ChangeSet:
    if changes.rows > (AT_ONCE if most is None else most):
        language = translation.get_language() or settings.LANGUAGE_CODE
        app.configure_task(TASK, lock=f"changes-{changes.pk}").defer(
            pk=changes.pk, language=language
        )
    else:
        work(changes.pk)
    changes.refresh_from_db()
    return changes


def is_broken_off(changes: ChangeSet) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    if not changes.is_at_work:
        return False
    jobs = ProcrastinateJob.objects.filter(task_name=TASK, args__pk=changes.pk)
    return not jobs.filter(status__in=["todo", "doing"]).exists()


def locked_in(changes: ChangeSet, *states) -> ChangeSet:
    """The set under a lock, in one of `states`. Raises Refused otherwise."""
    locked = ChangeSet.objects.select_for_update(no_key=True).filter(pk=changes.pk).first()
    if locked is None or locked.state not in states:
        state = locked.get_state_display() if locked else _("discarded")
        raise Refused(
            _("This has moved on: it is %(state)s.") % {"state": state},
            _("Look at it again in “My changes”."),
        )
    return locked


# --- the work -------------------------------------------------------------------------------


def work(pk: int):
    """Goes through the rows until none is left, or somebody or something stops it."""
    while settle_some(pk):
        pass


def settle_some(pk: int) -> bool:
    """One step, in one transaction with its outcome; False when there is no more to do."""
    with transaction.atomic():
        changes = ChangeSet.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if changes is None or not changes.is_at_work:
            return False
        step = STEPS[changes.state]
        if changes.work_began_at is None:
            changes.begin_clock(changes.changes.exclude(state=step.takes).count())
        try:
            grid = grid_for(actor_of(changes), changes.grid)
        except Refused as refusal:
            halt(changes, refusal)
            return False
        if not step.do(grid, changes):
            changes.end(step.ends)
            tell_of_the_end(changes)
            return False
        return True


def halt(changes: ChangeSet, why):
    changes.halted = str(why)
    changes.end(State.STOPPED)
    if changes.rows > AT_ONCE:
        tell_of_halt(changes)


def tell_of_the_end(changes: ChangeSet):
    """Only of what was done by a job: of the rest its actor saw the end."""
    if changes.rows > AT_ONCE and changes.state in TOLD:
        what, outcome = TOLD[changes.state]
        done = changes.changes.filter(state=outcome).count()
        tell_actor(changes, what, done, changes.total)


def actor_of(changes: ChangeSet) -> User:
    """Who acts, read anew. Raises Refused when they may not act any more."""
    actor = User.objects.get(pk=changes.by_id)
    if not actor.is_active:
        raise Refused(_("%(user)s no longer works here.") % {"user": actor})
    return actor


class Check:
    takes, ends = Change.State.PENDING, State.DRAFT

    def do(self, grid, changes) -> bool:
        found = list(
            changes.changes.filter(state=self.takes).order_by("position")[: checking.CHUNK]
        )
        checking.check(grid, found)
        Change.objects.bulk_update(found, ["name", *OUTCOME])
        return bool(found)


class Pass:
    """Row after row: all its cells that are in `takes` go one way."""

    def __init__(self, takes, ends, direction):
        self.takes, self.ends, self.direction = takes, ends, direction

    def do(self, grid, changes) -> bool:
        left = changes.changes.filter(state=self.takes)
        first = left.order_by("position").first()
        if first is None:
            return False
        found = list(left.filter(record_id=first.record_id).order_by("position"))
        settle_row(grid, found, self.direction)
        Change.objects.bulk_update(found, OUTCOME)
        return True


STEPS: dict[str, Check | Pass] = {
    State.CHECKING: Check(),
    State.WORKING: Pass(Change.State.WAITING, State.DONE, FORWARDS),
    State.UNDOING: Pass(Change.State.DONE, State.UNDONE, BACK),
}
