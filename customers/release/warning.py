"""Warnings before a customer leaves: to its owner, then to the owner's manager.

`owner_days` and `manager_days` are working days of the owner left. Each of them warns once for a
date; a customer whose date moves is warned anew, and one that comes nearer than the first warning
at once. Whoever is to be warned loses nobody unwarned: a night takes a customer only if its
owner was warned of this very date on an earlier day (`releasing.WARNED`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from crm.days import start_of
from crm.models import User
from crm.notices import Told, notify_many
from crm.people.reporting import direct_manager_of
from customers import notice_kinds
from customers.rules.resolving import RuleBook

ONE_DAY = timedelta(days=1)
FURTHEST = timedelta(days=90)

COMING = """
SELECT c.id, c.name, c.owner_id, c.release_due_at, crm_workdays_between(
    %(today)s, (c.release_due_at AT TIME ZONE %(zone)s)::date - 1, c.owner_id
)
FROM customers_customer c
WHERE c.owner_id = ANY(%(owners)s) AND c.deleted_at IS NULL AND c.release_due_at < %(until)s
"""
REMEMBER = """
INSERT INTO customers_releasewarning (customer_id, to_id, due_at, days, at)
SELECT w.customer, w.receiver, w.due_at, w.days, %s
FROM unnest(%s::int[], %s::int[], %s::timestamptz[], %s::int[]) AS w (customer, receiver, due_at, days)
ON CONFLICT DO NOTHING RETURNING customer_id, to_id
"""


@dataclass(frozen=True)
class Coming:
    """A customer that leaves at `due_at`, its owner's working days `left` before."""

    customer: int
    name: str
    owner: int
    due_at: datetime
    left: int


@dataclass(frozen=True)
class Word:
    """One warning: to the owner, or to somebody about an owner's customer."""

    coming: Coming
    to: int
    days: int
    owner_name: str = ""


def warn() -> int:
    """Warns whoever is to be warned today and was not yet; says how many warnings that were."""
    book, told = RuleBook(), 0
    for owner in User.objects.filter(team__isnull=False, is_active=True):
        section = book.rules_for(owner.team_id).warning
        if section.owner_days or section.manager_days:
            told += warn_of(owner, section)
    return told


def warn_of(owner, section) -> int:
    """Warns of one owner's customers, in one transaction."""
    words = list(words_about(owner, section))
    with transaction.atomic():
        new = remember(words)
        notify_many(told(word) for word in words if (word.coming.customer, word.to) in new)
    return len(new)


def words_about(owner, section):
    manager = direct_manager_of(owner) if section.manager_days else None
    for coming in coming_to(owner, max([*section.owner_days, *section.manager_days])):
        if (days := stage(section.owner_days, coming.left)) is not None:
            yield Word(coming, owner.pk, days)
        if manager and (days := stage(section.manager_days, coming.left)) is not None:
            yield Word(coming, manager.pk, days, str(owner))


def stage(thresholds, left: int) -> int | None:
    """The nearest of the thresholds that has been reached."""
    return min((days for days in thresholds if left <= days), default=None)


def coming_to(owner, most: int) -> list[Coming]:
    """The owner's customers that leave within `most` working days of theirs."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "today": today,
        "zone": settings.TIME_ZONE,
        "owners": [owner.pk],
        "until": start_of(today + most * 2 * ONE_DAY + FURTHEST),
    }
    with connection.cursor() as cursor:
        cursor.execute(COMING, values)
        return [one for row in cursor if (one := Coming(*row)).left <= most]


def remember(words: list[Word]) -> set[tuple[int, int]]:
    """Writes the warnings down; gives (customer, to) of those that were not there yet."""
    rows = [(w.coming.customer, w.to, w.coming.due_at, w.days) for w in words]
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [timezone.now(), *map(list, zip(*rows, strict=True))])
        return set(cursor.fetchall())


def told(word: Word) -> Told:
    """The notice; those of one day become one that leads to the list."""
    today: date = timezone.localdate()
    whose = "team" if word.owner_name else "own"
    return Told(
        word.to,
        notice_kinds.WARNED,
        reverse("customers:detail", args=[word.coming.customer]),
        reverse("customers:leaving"),
        batch=f"warned-{whose}-{today}",
        details={
            "customer": word.coming.name,
            "day": timezone.localdate(word.coming.due_at).isoformat(),
            "owner": word.owner_name,
        },
    )
