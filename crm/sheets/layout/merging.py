"""Cells merged downwards: what stands in the first row is meant for all of them."""

from collections import Counter
from collections.abc import Iterator

from crm.sheets.cells import Cell, is_blank
from crm.sheets.tables import Row

# The first and the last row (from 1, as the user sees them), and the place of the column.
Merge = tuple[int, int, int]


def filled_down(rows: Iterator[Row], merges: list[Merge], counts: Counter[int]) -> Iterator[Row]:
    """The rows with every merged cell below the header filled; `counts` has how many cells were,
    by the place of their column."""
    waiting = sorted(merges, reverse=True)
    open_ones: list[tuple[Merge, Cell]] = []
    for row in rows:
        while waiting and waiting[-1][0] <= row.number:
            merge = waiting.pop()
            if merge[0] == row.number:
                open_ones.append((merge, row.cells[merge[2]]))
        open_ones = [each for each in open_ones if each[0][1] >= row.number]
        for (first, _last, column), value in open_ones:
            if first < row.number and is_blank(row.cells[column]) and not is_blank(value):
                row.cells[column] = value
                counts[column] += 1
        yield row
