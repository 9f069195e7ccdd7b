"""What must be settled here before somebody leaves, or a team gives its pool up."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.people.departures import before_pool_closes, before_team_goes, before_user_leaves
from crm.refusals import Refused
from customers.models import Customer


@before_user_leaves
def owns_no_customers(user):
    if count := Customer.objects.filter(owner=user, deleted_at=None).count():
        sentence = ngettext(
            "%(user)s still owns %(count)d customer.",
            "%(user)s still owns %(count)d customers.",
            count,
        )
        raise Refused(
            sentence % {"user": user, "count": count},
            _("Hand them over first."),
            rule="still_owns",
            ask="hand_over",
        )


@before_team_goes
@before_pool_closes
def pool_is_empty(team):
    if count := Customer.objects.filter(pool=team, deleted_at=None).count():
        sentence = ngettext(
            "There is still %(count)d customer in the pool of %(team)s.",
            "There are still %(count)d customers in the pool of %(team)s.",
            count,
        )
        raise Refused(
            sentence % {"team": team.name, "count": count},
            _("Assign them to somebody first."),
        )
