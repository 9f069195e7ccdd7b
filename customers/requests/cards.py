"""A request as its reader is shown it: who, what, which customer, the figures, what they may do."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import short_day
from customers.models import Customer
from customers.requests import telling
from customers.requests.deciding import USUAL_DAYS
from customers.requests.evidence import Fact, facts_of

DAYS = (USUAL_DAYS, 60, 90, 180)
FOR_GOOD = "for_good"
LASTING = {"keep": gettext_lazy("never release it"), "access": gettext_lazy("without end")}


@dataclass(frozen=True)
class Card:
    """`name` is what the reader may know the customer by; `url` is empty where it is hidden."""

    request: object
    name: str
    url: str
    sentence: str
    phrase: str
    decider: str
    decided_by: str
    figures: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    decides: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Side:
    """One side of a dispute: whose, what they said, and what the product knows of their work."""

    title: str
    evidence: list
    facts: list[Fact]


def cards_for(user, requests) -> list[Card]:
    """The cards of several requests, for the same number of queries however many."""
    requests = list(requests)
    ids = [request.customer_id for request in requests]
    seen = set(Customer.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return [card(user, request, request.customer_id in seen) for request in requests]


def card(user, request, is_seen: bool) -> Card:
    name = request.customer.name if is_seen else request.known_as or _("a customer")
    decides = request.may_be_decided_by(user)
    return Card(
        request,
        name,
        url=request.customer.get_absolute_url() if is_seen else "",
        sentence=telling.sentence(request, name),
        phrase=telling.phrase(request),
        decider=telling.decider(request, user),
        decided_by=telling.named(request, request.decided_by, user),
        figures=list(figures(request)) if is_seen else [],
        choices=choices(request) if decides else [],
        decides=decides,
        asked=request.by_id == user.pk,
    )


def figures(request):
    """What a decision rests on, read from the customer's row alone."""
    customer = request.customer
    yield (
        (_("Pool"), str(customer.pool)) if customer.is_pooled else (_("Owner"), str(customer.owner))
    )
    if customer.owned_since:
        yield _("owned since"), short_day(customer.owned_since)
    yield _("last activity"), short_day(customer.last_activity_at) or _("none yet")
    if customer.release_due_at and request.kind != "access":
        yield _("leaves on"), short_day(customer.release_due_at)
    if customer.protected_until and request.kind in ("keep", "extend"):
        yield _("protected until"), short_day(customer.protected_until)
    yield from wanted(request)


def wanted(request):
    if until := request.wanted.get("until"):
        yield _("wanted until"), short_day(date.fromisoformat(until))
    if request.kind == "access":
        everything = request.wanted.get("scope") == "everything"
        edits = request.wanted.get("may_edit")
        what = _("everything") if everything else _("the card and its contacts")
        right = _("to change") if edits else _("to read")
        yield _("wants"), f"{what} · {right}"


def choices(request) -> list[tuple[str, str]]:
    """For how long to grant, as (value, label); the first is what one tap gives."""
    if request.is_dispute or request.wanted.get("until"):
        return []
    days = [(str(n), _("for %(days)d days") % {"days": n}) for n in DAYS]
    lasting = LASTING.get(request.kind)
    return [*days, (FOR_GOOD, str(lasting))] if lasting else days


def chosen(request, value: str) -> dict:
    """What a card sent back, as arguments of `grant`; anything odd is the usual."""
    if value not in dict(choices(request)):
        return {}
    return {"for_good": True} if value == FOR_GOOD else {"days": int(value)}


def sides(user, request) -> list[Side]:
    """Both sides as `user` may know them; the work only of one's own side, or of what one may read."""
    said = list(request.evidence.select_related("by").order_by("happened_on", "pk"))
    inside = request.may_be_decided_by(user) or request.customer.access_of(user).inside
    people = {"asker": request.by, "holder": request.holder}
    return [
        Side(
            str(person) if side == "asker" else _holder(request, user),
            [fact for fact in said if fact.side == side],
            facts_of(request.customer, person) if person and (inside or person == user) else [],
        )
        for side, person in people.items()
    ]


def _holder(request, user) -> str:
    if telling.is_blind(request, user):
        return _("whoever holds it")
    return str(request.holder or request.customer.pool)
