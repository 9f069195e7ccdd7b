"""The shape in which every format hands over its cells, and the blank parts it leaves out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from crm.sheets.cells import Cell, is_blank


class Row(NamedTuple):
    """`number` counts from 1 as the user's program does, blank rows and titles included."""

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """A table before its header is known: `columns` are the filled ones (0 = A), `count` the
    filled rows, each as wide as `columns`; `sheets` the names of all sheets of the file, `unread`
    the others that hold cells, `hidden` those one does not see; `merges` see `merging`, `across`
    see `groups`; `tag` what a workbook says of where it comes from; `close` lets go of whatever reads it."""

    name: str
    columns: list[int]
    count: int
    rows: Iterator[Row]
    sheets: list[str] = field(default_factory=list)
    encoding: str = ""
    separator: str = ""
    unread: list[str] = field(default_factory=list)
    is_hidden: bool = False
    hidden: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    across: list[tuple[int, int, int]] = field(default_factory=list)
    tag: str = ""
    close: Callable[[], None] = lambda: None


@dataclass
class Extent:
    """Which columns hold anything, and how many rows do."""

    columns: list[int]
    count: int


def extent(rows: Iterable[list], stop_after: int) -> Extent:
    """Reads `rows` through, no further than `stop_after` filled ones."""
    filled: set[int] = set()
    count = 0
    for cells in rows:
        columns = [n for n, cell in enumerate(cells) if n not in filled and not is_blank(cell)]
        filled.update(columns)
        count += bool(columns) or not all(map(is_blank, cells))
        if count > stop_after:
            break
    return Extent(sorted(filled), count)


def filled_rows(rows: Iterable[list], columns: list[int]) -> Iterator[Row]:
    """The rows that hold anything, cut to `columns`, short ones filled up with ""."""
    width = columns[-1] + 1 if columns else 0
    whole = len(columns) == width
    for number, cells in enumerate(rows, start=1):
        if all(map(is_blank, cells)):
            continue
        cells = cells[:width] + [""] * (width - len(cells))
        yield Row(number, cells if whole else [cells[n] for n in columns])
