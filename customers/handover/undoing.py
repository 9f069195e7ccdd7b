"""A hand-over is undone in one transaction, for what nobody has touched since."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from crm.models import User
from crm.refusals import Refused
from customers.handover import jobs, plans
from customers.handover.belongings import all_belongings
from customers.handover.carrying_out import lock_people, locked_customers
from customers.models import BatchRow, HandOver, LedgerEntry

State, RowState, Verb = HandOver.State, BatchRow.State, LedgerEntry.Verb
ENDINGS = [Verb.UNSHARED, Verb.UNPROTECTED]


def undo(handover, *, by):
    """Decides that it is undone, and undoes it: now where it is small, else by a job."""
    plans.refuse_unless_led(handover.leaver, by)
    with transaction.atomic():
        locked = plans.locked_in(handover, State.DONE)
        _refuse_undoing(locked)
        locked.state = State.WORKING
        locked.save(update_fields=["state"])
        is_large = jobs.is_large(locked)
        if is_large:
            jobs.begin(locked, by)
        else:
            give_back(locked.pk, by.pk)


@transaction.atomic
def give_back(pk: int, by: int):
    """Gives back what nobody has touched since; the rows of the others say why they stay."""
    handover = HandOver.objects.select_for_update(no_key=True).get(pk=pk)
    if not handover.is_on_its_way_back:
        return
    rows = {row.customer_id: row for row in _moved(handover)}
    customers = locked_customers(rows)
    lock_people({handover.leaver_id})
    leaver, actor = (User.objects.get(pk=pk) for pk in (handover.leaver_id, by))
    entries = _entries_of(handover)
    back = [
        pk
        for pk, customer in customers.items()
        if _take_back(rows[pk], customer, entries[pk], leaver, actor)
    ]
    for room in all_belongings():
        if room.key in handover.belongings:
            room.take_back(handover.belongings[room.key], leaver, back, actor)
    handover.state = State.UNDONE
    handover.save(update_fields=["state"])


def _moved(handover):
    return handover.rows.filter(state=RowState.DONE).select_related("batch")


def _refuse_undoing(handover):
    if not handover.can_be_undone:
        raise Refused(
            _("The time to undo this hand-over is over."), _("Hand the customers over anew.")
        )
    _refuse_if_left(handover.leaver)


def _refuse_if_left(leaver):
    if not leaver.is_active:
        raise Refused(
            _("%(user)s no longer works here.") % {"user": leaver}, _("Reactivate them first.")
        )


def _entries_of(handover) -> dict[int, LedgerEntry]:
    """What the hand-over wrote in the ledger, by customer; `moved_on`: more was written since."""
    since = LedgerEntry.objects.filter(customer=OuterRef("customer"), pk__gt=OuterRef("pk"))
    # A share or a protection that ran out by itself is nobody's doing.
    entries = LedgerEntry.objects.filter(batch=handover.batch_id, verb=Verb.HANDED_OVER)
    entries = entries.annotate(moved_on=Exists(since.exclude(verb__in=ENDINGS, by=None)))
    return {entry.customer_id: entry for entry in entries.select_related("from_owner", "to_owner")}


def _take_back(row, customer, entry, leaver, by) -> bool:
    why = touched(customer, entry)
    if not why:
        try:
            _refuse_if_left(leaver)
            customer.take_back(entry, by=by, batch=row.batch)
        except Refused as refusal:
            why = str(refusal)
    row.settle(RowState.SAME if why else RowState.BACK, why=why)
    return not why


def touched(customer, entry) -> str:
    """What happened to a customer since it was handed over; empty: nothing."""
    if entry.moved_on:
        return _("It changed hands or was shared since.")
    if customer.version != entry.details["was"]["version"]:
        return _("It was edited since.")
    if customer.last_activity_at and customer.last_activity_at > entry.at:
        return _("Something was done with it since.")
    return ""
