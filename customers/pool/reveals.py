"""The verb reveal: a masked customer shows whole to one person until the end of their day.

Each reveal is counted, and kept for whoever has to know who looked at what.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.refusals import NotAllowed, Refused
from customers.models import Reveal
from customers.pool.masking import masks_for
from customers.rules.resolving import rules_for


@dataclass(frozen=True)
class Allowance:
    """How many customers a person may have revealed in a day: `most` None is without limit."""

    most: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.used)

    def __str__(self):
        if self.most is None:
            return ""
        return ngettext("%(count)d left today", "%(count)d left today", self.left) % {
            "count": self.left
        }


def allowance(person, pool) -> Allowance:
    """What is left of today's reveals, under the rules of the pool's team."""
    most = rules_for(pool).pool_view.reveals_a_day
    return Allowance(most, Reveal.objects.today_of(person).count())


@transaction.atomic
def reveal(customer, *, by) -> bool:
    """Shows `customer` whole to `by` for today; whether that took one of their reveals.

    Raises Refused when they have none left, NotAllowed when somebody else looks through them.
    """
    if getattr(by, "viewed_by", None):
        raise NotAllowed(_("You are looking as somebody else."), _("Reveal it as yourself."))
    # Whoever presses twice waits here, and then finds it revealed.
    if not type(by).objects.active().still_has(by):
        raise NotAllowed(_("%(user)s no longer works here.") % {"user": by})
    if not masks_for(customer, by):
        return False
    _refuse_past(allowance(by, customer.pool))
    Reveal.objects.create(person=by, customer=customer, on=timezone.localdate())
    return True


def _refuse_past(allowed: Allowance):
    if allowed.left == 0:
        raise Refused(
            ngettext(
                "You have used your %(count)d reveal of today.",
                "You have used your %(count)d reveals of today.",
                allowed.most,
            )
            % {"count": allowed.most},
            _("Claim it, or come again tomorrow."),
            rule="pool_view",
        )
