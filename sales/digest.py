"""What this room tells of a pooled customer before it is claimed: the need, and what was done.

Everybody who may look into the pool reads it, insiders or not. So it gives a few lines, in them no
number or address by which somebody could be reached, and names as the pool shows them.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from customers.pool.digest import Part, Teller
from sales.models import Activity, Opportunity

ACTIVITIES_SHOWN = 3


@dataclass(frozen=True)
class Line:
    """One activity: when, of which kind, its text as the reader may see it."""

    at: datetime
    kind: str
    text: str


def pursued(customer) -> dict:
    tell = Teller(customer)
    return {"need": need(customer, tell), "lines": done(customer, tell)}


def need(customer, tell) -> str:
    """The open opportunity, else the one closed last: what it is called, and its need."""
    theirs = Opportunity.objects.filter(customer=customer, deleted_at=None)
    latest = theirs.order_by(F("closed_at").desc(nulls_first=True), "-updated_at", "-pk").first()
    return "\n".join(tell(text) for text in (latest.name, latest.need) if text) if latest else ""


def done(customer, tell):
    theirs = Activity.objects.filter(customer=customer, deleted_at=None, happened_at__isnull=False)
    latest = theirs.order_by("-happened_at", "-pk")[:ACTIVITIES_SHOWN]
    return [Line(a.happened_at, a.get_kind_display(), tell(a.text)) for a in latest]


PART = Part("pursued", "sales/_digest.html", pursued)
