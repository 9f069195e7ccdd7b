"""What the product itself knows of each side of a dispute: how often, since when, until when.

Never what was said or sold: a side may not read the other's work. The rooms above register what
they keep, from their `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Fact:
    """`count` things of one sort by one person at one customer, between two days."""

    label: Any
    count: int
    first: date
    last: date


FactFinder = Callable[[Any, Any], Iterable[Fact]]
_finders: list[FactFinder] = []


def register_facts(find: FactFinder) -> FactFinder:
    """Register `find(customer, person)`. Use as a decorator."""
    _finders.append(find)
    return find


def facts_of(customer, person) -> list[Fact]:
    """Everything dated that `person` did with `customer`."""
    return [fact for find in _finders for fact in find(customer, person)]


def counted(label, rows, field: str) -> list[Fact]:
    """One fact of all rows, by the days in `field`; none of no rows."""
    found = rows.aggregate(count=Count("pk"), first=Min(field), last=Max(field))
    if not found["count"]:
        return []
    return [Fact(label, found["count"], day_of(found["first"]), day_of(found["last"]))]


def day_of(moment: date | datetime) -> date:
    """The day of a day or of an instant, in the reader's time zone."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


@register_facts
def of_the_ledger(customer, person):
    """When it came into their hands, and when it left them."""
    ledger = customer.ledger
    came = ledger.filter(to_owner=person).exclude(from_owner=person)
    went = ledger.filter(from_owner=person).exclude(to_owner=person)
    yield from counted(_("took it over"), came, "at")
    yield from counted(_("gave it up"), went, "at")
