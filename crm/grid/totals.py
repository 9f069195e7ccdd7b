"""What the number columns come to over all the matching rows, not only those of the page."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import cached_property


@dataclass(frozen=True)
class Total:
    """The foot of one shown column; `lines` are sums as they show, one a currency."""

    column: object
    lines: list


class Totalled:
    """The trait of a row of totals. Rows whose value the reader does not see whole add nothing."""

    @cached_property
    def totals(self) -> list[Total]:
        """One for every shown column; none at all where nothing is to be summed."""
        if not any(column.is_totalled for column in self.shown_columns):
            return []
        sums = self.sums
        found = [Total(column, column.total(sums[column.name])) for column in self.shown_columns]
        return found if any(total.lines for total in found) else []

    @cached_property
    def sums(self) -> dict[str, dict[str, Decimal | int]]:
        """{column: {currency, or "": sum}}, exact, in one query."""
        columns = [column for column in self.shown_columns if column.is_totalled]
        currencies = sorted({c.currency_path for c in columns if c.currency_path})
        rows = self.rows.order_by().values(*currencies)
        wanted = {f"total_{c.name}": self._sum_of(c) for c in columns}
        found = rows.annotate(**wanted) if currencies else [rows.aggregate(**wanted)]
        sums: dict = defaultdict(dict)
        for group in found:
            for column in columns:
                if (amount := group[f"total_{column.name}"]) is not None:
                    currency = group.get(column.currency_path, "")
                    sums[column.name][currency] = sums[column.name].get(currency, 0) + amount
        return sums

    def _sum_of(self, column) -> Sum:
        closed = self.closed(column)
        return Sum(column.path, filter=None if closed is None else ~closed)
