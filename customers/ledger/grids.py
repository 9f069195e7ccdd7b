"""The ledger as a list: what moved, when, from whom to whom, and why."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.days import start_of
from crm.grid import Choice, Date, Number, Person, Related, State
from customers.ledger.columns import Holder, Reason
from customers.models import LedgerEntry
from customers.pool.covering import CoveredGrid
from customers.release.columns import Rule

Verb = LedgerEntry.Verb
MOVES = (
    Verb.CLAIMED,
    Verb.ASSIGNED,
    Verb.RELEASED,
    Verb.HANDED_OVER,
    Verb.TAKEN_BACK,
    Verb.RULED,
)


def people_of(user) -> list[int]:
    """The ids of those whose customers are `user`'s business: themselves and whom they lead."""
    return [id for id in user.principals if id > 0]


def in_my_team(user) -> Q:
    people = people_of(user)
    return Q(from_owner__in=people) | Q(to_owner__in=people)


def this_month(user) -> Q:
    return Q(at__gte=start_of(timezone.localdate().replace(day=1)))


def last_month(user) -> Q:
    first = timezone.localdate().replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return Q(at__gte=start_of(before), at__lt=start_of(first))


class LedgerGrid(CoveredGrid):
    model = LedgerEntry
    key = "ledger"
    url_name = "customers:ledger_list"
    title = _("Ledger")
    default_order = "-at"
    empty_title = _("Nothing is written down.")
    empty_text = _("Whenever a customer is claimed, assigned, shared or released, it stands here.")

    at = Date()
    customer = Related(_("customer"))
    verb = Choice(tones={"released": "amber", "claimed": "jade"})
    giver = Holder(_("from"), "from")
    taker = Holder(_("to"), "to")
    by = Person()
    reason = Reason()
    former = Person(_("former owner"), path="from_owner", shown=False)
    new = Person(_("new owner"), path="to_owner", shown=False)
    rule = Rule(version="rules", shown=False)
    version = Number(_("rules no."), path="rules__id", shown=False, summed=False)
    batch = Number(_("batch no."), path="batch__id", shown=False, summed=False)

    states = (
        State("moves", _("Changed hands"), lambda user: Q(verb__in=MOVES)),
        State("mine", _("Mine"), lambda user: Q(from_owner=user) | Q(to_owner=user)),
        State("team", _("My team's"), in_my_team),
        State("month", _("This month"), this_month),
        State("last", _("Last month"), last_month),
    )
