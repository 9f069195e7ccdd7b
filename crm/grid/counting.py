"""Counts that stop counting: nobody needs to know that it is 734 512 rather than very many."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count


@dataclass(frozen=True)
class Counted:
    """A number of rows, exact up to a cap and "more than" beyond it."""

    number: int
    capped: bool = False

    def __str__(self):
        number = intcomma(self.number, use_l10n=False)
        return f"{number}+" if self.capped else number

    @classmethod
    def upto(cls, number: int, cap: int):
        return cls(cap, True) if number > cap else cls(number)


def count_of(rows) -> Counted:
    cap = settings.COUNT_UP_TO
    return Counted.upto(rows.order_by()[: cap + 1].count(), cap)


def count_states(rows, states, user) -> dict:
    """How many of `rows` are in each state, in one pass: {key: Counted}."""
    if not states:
        return {}
    counts = {state.key: Count("pk", filter=state.condition(user)) for state in states}
    numbers = rows.order_by().aggregate(**counts)
    return {key: Counted.upto(number, settings.COUNT_UP_TO) for key, number in numbers.items()}
