"""Disputes: both sides say what happened and when, a manager of both rules."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.refusals import NotAllowed, Refused
from customers.requests import telling

GRANTED, DECLINED, RULED = "granted", "declined", "ruled"
ASKER, HOLDER, POOL = "asker", "holder", "pool"


class Disputing(models.Model):
    """The trait of having two sides. `Deciding` closes it."""

    class Meta:
        abstract = True

    def side_of(self, user) -> str:
        """Whether `user` speaks as the asker or for the holder; "" for everybody else."""
        if user.pk == self.by_id:
            return ASKER
        is_holder = user.pk in (self.holder_id, self.customer.owner_id)
        return HOLDER if is_holder else ""

    def add_evidence(self, text, happened_on, *, by):
        """One dated fact of `by`'s side, while the dispute is open. It stays as it is written."""
        with transaction.atomic():
            self._refuse_unless_disputed()
            side = self.side_of(by)
            if not side:
                raise NotAllowed(_("Only the two sides add evidence."), _("Note it in the ruling."))
            if happened_on > timezone.localdate():
                raise Refused(_("Evidence lies in the past."), _("Choose an earlier day."))
            fact = self.evidence.create(side=side, text=text, happened_on=happened_on, by=by)
            telling.tell_dispute(self, by=by, what="evidence")
        return fact

    def rule(self, outcome, *, by, note=""):
        """Ends the dispute: `outcome` is "holder", "asker" or "pool"."""
        status = GRANTED if outcome == ASKER else DECLINED
        record = {"verb": RULED, "ruling": note, "outcome": outcome}
        with self._closing(status, by=by, **record) as (customer, entry):
            self.refuse_unless_decided_by(by)
            entry.details["outcome"] = outcome
            customer.is_frozen = False
            RULINGS[outcome](self, customer)
        telling.tell_dispute(self, by=by, what=RULED)

    def _refuse_unless_disputed(self):
        open_ones = type(self).objects.select_for_update(no_key=True, of=("self",))
        if not open_ones.filter(pk=self.pk, status="open", kind="dispute").first():
            raise Refused(_("This dispute has been ruled already."), _("Reload the page."))


def stays(request, customer):
    """Nothing moves."""


def goes_to_asker(request, customer):
    if not type(request.by).objects.active().still_has(request.by):
        raise Refused(_("%(user)s no longer works here.") % {"user": request.by})
    customer._end_share_of(request.by)
    customer._give_to(request.by, customer.Origin.ASSIGNED)


def goes_to_pool(request, customer):
    if not customer.is_pooled:
        customer._end_all_shares()
        customer._drop_into(customer._home_pool())


RULINGS = {HOLDER: stays, ASKER: goes_to_asker, POOL: goes_to_pool}
