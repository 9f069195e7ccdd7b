"""What the first rows of a sheet hold, column by column."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from customers.models import ImportRow

LOOKED_AT = 300


@dataclass
class Profile:
    """One column of the first rows: its cells as text, of which `values` are the filled ones."""

    cells: list[str]

    @classmethod
    def joined(cls, several: list["Profile"]) -> "Profile":
        rows = zip(*(profile.cells for profile in several), strict=True)
        return cls([" ".join(filter(None, row)) for row in rows])

    @cached_property
    def values(self) -> list[str]:
        return [cell for cell in self.cells if cell]

    @cached_property
    def distinct(self) -> list[str]:
        return list(dict.fromkeys(self.values))

    def share(self, test) -> float:
        """How much of the distinct values passes, from 0 to 1; of nothing, nothing."""
        return sum(map(bool, map(test, self.distinct))) / len(self.distinct) if self.values else 0

    def first(self, size: int = 3) -> list[str]:
        return list(islice(self.distinct, size))

    @property
    def is_counter(self) -> bool:
        """Whether it only numbers the rows: 1, 2, 3 …"""
        numbers = [int(value) for value in self.values if value.isascii() and value.isdigit()]
        steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
        return len(numbers) == len(self.values) and len(numbers) > 1 and steps == {1}


def first_rows(sheet_import) -> list[ImportRow]:
    rows = ImportRow.objects.filter(sheet_import=sheet_import)
    return list(rows.order_by("number")[:LOOKED_AT])


def profiles(rows: list[ImportRow], width: int) -> list[Profile]:
    """One for every column of the sheet."""
    typed = [row.typed for row in rows]
    return [Profile([row[column].strip() for row in typed]) for column in range(width)]
