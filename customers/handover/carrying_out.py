"""A hand-over is carried out, and undone, in one transaction.

All its customers are locked first, in the order of their ids, and the people after them: no
other verb can meet it half way, and two hand-overs of the same customers follow one another.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from crm.models import User
from crm.refusals import Refused
from customers.handover import plans
from customers.handover.belongings import all_belongings
from customers.models import BatchRow, Customer, HandOver, LedgerEntry

AT_ONCE = 100
TASK = "carry_out_handover"
State, RowState, Verb = HandOver.State, BatchRow.State, LedgerEntry.Verb


def confirm(handover, *, reason: str):
    """Decides the plan and carries it out: now where it is small, else by a job."""
    with transaction.atomic():
        locked = plans.confirm(handover, reason=reason)
        is_large = locked.rows.count() > AT_ONCE
        if is_large:
            language = translation.get_language() or settings.LANGUAGE_CODE
            app.configure_task(TASK, lock=f"handover-{locked.pk}").defer(
                pk=locked.pk, language=language
            )
    if not is_large:
        carry_out(locked.pk)


@transaction.atomic
def carry_out(pk: int):
    """Moves what the rows say, and what goes along. Again, it does nothing."""
    handover = HandOver.objects.select_for_update(no_key=True).get(pk=pk)
    if not handover.is_working:
        return
    by = User.objects.get(pk=handover.batch.by_id)
    rows = list(handover.rows.order_by("customer").select_related("to"))
    customers = _locked_customers([row.customer_id for row in rows])
    _lock_people({row.to_id for row in rows})
    moved = {
        row.customer_id: row.to_id
        for row in rows
        if _hand_over(handover, row, customers[row.customer_id], by)
    }
    handover.belongings = {
        room.key: room.move(handover.leaver, moved, by) for room in all_belongings()
    }
    _finish(handover)


def _hand_over(handover, row, customer, by) -> bool:
    """One customer; whether it moved. What is no longer the leaver's is left alone."""
    if customer.owner_id != handover.leaver_id or customer.deleted_at:
        row.settle(RowState.MISSING, why=_("No longer held by %s.") % handover.leaver)
        return False
    try:
        customer.hand_over(row.to, by=by, reason=handover.reason, batch=handover.batch)
    except Refused as refusal:
        row.settle(RowState.REFUSED, why=refusal, rule=refusal.rule)
        return False
    row.settle(RowState.DONE)
    return True


def _finish(handover):
    now = timezone.now()
    handover.state = State.DONE
    handover.undo_until = now + timedelta(days=settings.HANDOVER_UNDO_DAYS)
    handover.save(update_fields=["state", "undo_until", "belongings"])
    handover.batch.finished_at = now
    handover.batch.save(update_fields=["finished_at"])


def _locked_customers(ids) -> dict[int, Customer]:
    rows = Customer.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return {customer.pk: customer for customer in rows}


def _lock_people(ids):
    list(User.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))


# --- and back -------------------------------------------------------------------------------


@transaction.atomic
def undo(handover, *, by):
    """Gives back what nobody has touched since; the rows of the others say why they stay."""
    plans.refuse_unless_led(handover.leaver, by)
    locked = plans.locked_in(handover, State.DONE)
    _refuse_undoing(locked)
    entries = _entries_of(locked)
    customers = _locked_customers(entries)
    _lock_people({locked.leaver_id})
    back = [pk for pk, entry in entries.items() if _take_back(locked, customers[pk], entry, by)]
    for room in all_belongings():
        room.take_back(locked.belongings.get(room.key), locked.leaver, back, by)
    locked.state = State.UNDONE
    locked.save(update_fields=["state"])


def _refuse_undoing(handover):
    if not handover.can_be_undone:
        raise Refused(
            _("The time to undo this hand-over is over."), _("Hand the customers over anew.")
        )
    if not User.objects.active().still_has(handover.leaver):
        raise Refused(
            _("%(user)s no longer works here.") % {"user": handover.leaver},
            _("Reactivate them first."),
        )


def _entries_of(handover) -> dict[int, LedgerEntry]:
    """What the hand-over wrote in the ledger, by customer."""
    entries = LedgerEntry.objects.filter(batch=handover.batch_id, verb=Verb.HANDED_OVER)
    return {entry.customer_id: entry for entry in entries.order_by("customer")}


def _take_back(handover, customer, entry, by) -> bool:
    row = handover.rows.get(customer=customer)
    why = touched(customer, entry)
    if not why:
        try:
            customer.take_back(entry, by=by, batch=handover.batch)
        except Refused as refusal:
            why = str(refusal)
    row.settle(RowState.SAME if why else RowState.BACK, why=why)
    return not why


def touched(customer, entry) -> str:
    """What happened to a customer since it was handed over; empty: nothing."""
    if customer.ledger.filter(pk__gt=entry.pk).exclude(verb=Verb.UNSHARED, by=None).exists():
        return _("It changed hands or was shared since.")
    if customer.version != entry.details["was"]["version"]:
        return _("It was edited since.")
    if customer.last_activity_at and customer.last_activity_at > entry.at:
        return _("Something was done with it since.")
    return ""
