"""Counts that stop counting: nobody needs to know that it is 734 512 rather than very many."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, Count, Q, Value, When

TOTAL = "total"
COUNTED = "(SELECT count(*) FROM ({}) AS found)"


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


def count_states(grid) -> dict[str, Counted]:
    """How many of the matching rows are in each of the grid's states, whichever is chosen.

    Few rows are counted in one pass. Of many, whoever reads all finds enough of each state soon,
    so that each is counted up to the cap; for others all rows have to be looked through once.
    """
    if not grid.states:
        return {}
    conditions = {state.key: state.condition(grid.user) for state in grid.states}
    numbers = numbers_of(grid, conditions)
    return {key: Counted.upto(numbers[key], settings.COUNT_UP_TO) for key in conditions}


def numbers_of(grid, conditions: dict[str, Q]) -> dict[str, int]:
    if grid.user.reads_all or not grid.is_whole:
        few = counted_in_one_pass(grid.unpositioned, conditions, most=settings.COUNT_UP_TO + 1)
        if few[TOTAL] <= settings.COUNT_UP_TO:
            return few
    if grid.user.reads_all:
        return counted_one_by_one(grid.unpositioned, conditions)
    return counted_in_one_pass(grid.as_scanned().unpositioned, conditions)


def counted_in_one_pass(rows, conditions: dict[str, Q], most: int | None = None) -> dict[str, int]:
    """Of `most` of the rows: how many keep each condition, and the total."""
    flags = {
        f"is_{key}": Case(
            When(q, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for key, q in conditions.items()
    }
    flagged = rows.order_by().annotate(**flags).values(*flags)[:most]
    counts = {key: Count(Value(1), filter=Q(**{f"is_{key}": True})) for key in conditions}
    return flagged.aggregate(**{TOTAL: Count("*")}, **counts)


def counted_one_by_one(rows, conditions: dict[str, Q]) -> dict[str, int]:
    """How many rows keep each condition, up to the cap and one more; in one statement."""
    parts, params = [], []
    for condition in conditions.values():
        try:
            found = rows.order_by().filter(condition).values("pk")[: settings.COUNT_UP_TO + 1]
            text, values = found.query.sql_with_params()
        except EmptyResultSet:
            text, values = "SELECT WHERE false", ()
        parts.append(COUNTED.format(text))
        params += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(conditions, cursor.fetchone(), strict=True))
