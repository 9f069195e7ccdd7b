"""Where the rows that are left stand."""

from collections.abc import Iterable

REFERENCE = r"\$?([A-Z]{1,3})\$?(\d{1,7})"


class Places:
    """Rows down to the header stay where they are, the refused ones close up under it."""

    def __init__(self, header_row: int, numbers: Iterable[int]):
        self.header_row = header_row
        self.new = {old: header_row + n for n, old in enumerate(sorted(numbers), start=1)}

    def of(self, row: int) -> int | None:
        """The new number of a row, counted from 1; None of one that goes."""
        return row if row <= self.header_row else self.new.get(row)

    def of_range(self, first: int, last: int) -> tuple[int, int] | None:
        """None of a range that holds rows from both sides of the header, or several records."""
        if last <= self.header_row:
            return first, last
        place = self.of(first) if first == last else None
        return (place, place) if place else None
