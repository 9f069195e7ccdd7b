"""A hand-over is carried out in one transaction.

All its customers are locked first, in the order of their ids, and the people after them: no
other verb can meet it half way, and two hand-overs of the same customers follow one another.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import User
from crm.refusals import Refused
from customers.handover import jobs, plans
from customers.handover.belongings import all_belongings
from customers.models import BatchRow, Customer, HandOver

State, RowState = HandOver.State, BatchRow.State


def confirm(handover, *, by, reason: str):
    """Decides the plan and carries it out: now where it is small, else by a job."""
    with transaction.atomic():
        locked = plans.confirm(handover, by=by, reason=reason)
        is_large = jobs.is_large(locked)
        if is_large:
            jobs.begin(locked, by)
    if not is_large:
        carry_out(locked.pk)


@transaction.atomic
def carry_out(pk: int):
    """Moves what the rows say, and what goes along. Again, it does nothing."""
    handover = HandOver.objects.select_for_update(no_key=True).get(pk=pk)
    if not handover.is_working or handover.is_on_its_way_back:
        return
    rows = list(handover.rows.order_by("customer").select_related("to"))
    customers = locked_customers([row.customer_id for row in rows])
    lock_people({row.to_id for row in rows} | {handover.batch.by_id})
    by = User.objects.get(pk=handover.batch.by_id)
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
        _refuse_if_gone(by)
        customer.hand_over(row.to, by=by, reason=handover.reason, batch=handover.batch)
    except Refused as refusal:
        row.settle(RowState.REFUSED, why=refusal, rule=refusal.rule)
        return False
    row.settle(RowState.DONE)
    return True


def _refuse_if_gone(by):
    if not by.is_active:
        raise Refused(_("%(user)s no longer works here.") % {"user": by})


def _finish(handover):
    now = timezone.now()
    handover.state = State.DONE
    handover.undo_until = now + timedelta(days=settings.HANDOVER_UNDO_DAYS)
    handover.save(update_fields=["state", "undo_until", "belongings"])
    handover.batch.finished_at = now
    handover.batch.save(update_fields=["finished_at"])


def locked_customers(ids) -> dict[int, Customer]:
    rows = Customer.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return {customer.pk: customer for customer in rows}


def lock_people(ids):
    list(User.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
