"""Whether 3/5/2024 is in May or in March: told by the whole column, by the others, by somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.utils.translation import gettext_lazy

from crm.grid.typed import DAY_FIRST, MONTH_FIRST
from crm.sheets.columns import column_letters
from crm.words import listed
from customers.imports.mapping.chosen import Mapping

SAID = {
    DAY_FIRST: gettext_lazy("3/5/2024 is 3 May there, as the day comes first: %(columns)s"),
    MONTH_FIRST: gettext_lazy("3/5/2024 is 5 March there, as the month comes first: %(columns)s"),
}
# The texts of a column that are two numbers and a year, once for each way they can be meant.
SEEN = r"""
WITH typed AS (
    SELECT regexp_match(
        normalize(cells ->> %(column)s, NFKC), '^\s*(([0-9]{1,2})([-/])([0-9]{1,2})\3[0-9]{4})(?:$|[\sT])'
    ) AS found FROM customers_importrow WHERE sheet_import_id = %(pk)s
), parted AS (
    SELECT found[1] AS text, found[2]::int AS first, found[4]::int AS second FROM typed
    WHERE found IS NOT NULL
)
SELECT min(text) FILTER (WHERE first > 12),
       min(text) FILTER (WHERE second > 12),
       min(text) FILTER (WHERE first <= 12 AND second <= 12 AND first <> second)
FROM parted
"""


@dataclass(frozen=True)
class Seen:
    """One text of a column for each kind there is, else "": the day first, the month first,
    either of them."""

    day_first: str = ""
    month_first: str = ""
    either: str = ""

    @property
    def order(self) -> str:
        """What the column tells by itself, if all of it says the same."""
        if bool(self.day_first) == bool(self.month_first):
            return ""
        return DAY_FIRST if self.day_first else MONTH_FIRST

    @property
    def is_mixed(self) -> bool:
        return bool(self.day_first and self.month_first)


def seen_in(sheet_import, columns: Iterable[int]) -> dict[int, Seen]:
    """What stands in these columns of all rows of a sheet."""
    found = {}
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(SEEN, {"column": column, "pk": sheet_import.pk})
            found[column] = Seen(*(text or "" for text in cursor.fetchone()))
    return found


def told(seen: dict[int, Seen]) -> dict[int, str]:
    """The order in each column that needs one: its own, else the one of the other columns."""
    sure = {each.order for each in seen.values()} - {""}
    others = sure.pop() if len(sure) == 1 else ""
    orders = {n: each.order or ("" if each.is_mixed else others) for n, each in seen.items()}
    return {n: order for n, order in orders.items() if order and seen[n].either}


def with_day_orders(sheet_import, mapping: Mapping, recalled: bool = False) -> Mapping:
    """The mapping with the orders that its columns tell, where nobody chose one; what is only
    `recalled` from another sheet says less than the column itself."""
    seen = seen_in(sheet_import, day_columns(mapping))
    chosen = {n: order for n, order in mapping.day_orders.items() if n in seen}
    if recalled:
        chosen = {n: order for n, order in chosen.items() if not seen[n].order}
    return replace(mapping, day_orders=told(seen) | chosen)


def said(header: list[str], mapping: Mapping) -> list[str]:
    """What was taken for days that may be two, as sentences."""
    return [
        sentence % {"columns": listed(header[n] or column_letters(n) for n in columns)}
        for order, sentence in SAID.items()
        if (columns := [n for n, taken in mapping.day_orders.items() if taken == order])
    ]


def day_columns(mapping: Mapping) -> list[int]:
    return [n for source in mapping.sources if source.target.is_day for n in source.columns]
