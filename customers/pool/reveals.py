"""The verb reveal: a masked customer shows whole to one person until the end of their day.

Each reveal is counted, and kept for whoever has to know who looked at what.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.refusals import NotAllowed, Refused
from customers import quotas
from customers.models import Reveal
from customers.pool.masking import masks_for
from customers.quotas import Figure
from customers.rules.resolving import rules_for


def reveals(person, pool) -> Figure:
    """What `person` has used of the reveals a day that the rules of the pool's team allow."""
    most = rules_for(pool).pool_view.reveals_a_day
    return Figure(Reveal.objects.today_of(person).count(), most)


@transaction.atomic
def reveal(customer, *, by) -> bool:
    """Shows `customer` whole to `by` for today; whether that took one of their reveals.

    Raises Refused when they have none left, NotAllowed when somebody else looks through them.
    """
    if by.viewed_by:
        raise NotAllowed(_("You are looking as somebody else."), _("Reveal it as yourself."))
    # Whoever presses twice waits here, and then finds it revealed.
    quotas.one_at_a_time(by)
    if not masks_for(customer, by):
        return False
    _refuse_past(reveals(by, customer.pool))
    Reveal.objects.create(person=by, customer=customer, on=timezone.localdate())
    return True


def _refuse_past(figure):
    if figure.is_full:
        raise Refused(
            ngettext(
                "You have used your %(count)d reveal of today.",
                "You have used your %(count)d reveals of today.",
                figure.most,
            )
            % {"count": figure.most},
            _("Claim it, or come again tomorrow."),
            rule="pool_view",
        )
