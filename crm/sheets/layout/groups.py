"""Headers of two rows: groups above, fields below, joined into "group · field"."""

import re
from collections import Counter

from crm.sheets.cells import Cell, is_blank
from crm.sheets.layout.names import is_name, looks_like_names, tidy
from crm.sheets.own_columns import is_reason_column
from crm.sheets.tables import Row

BETWEEN = " · "
# "制表：张三" above a table is a title.
LABELLED = re.compile(r"[:：]")
# The row (from 1, as the user sees it), the places of the first and the last column.
Across = tuple[int, int, int]


def are_groups(upper: Row, lower: Row, below: list[Row], across: list[Across]) -> bool:
    """Whether two rows are a header together: the upper one names groups, the lower one fields.

    Better no than a wrong yes, which would make a title or a record part of the names.
    """
    if not (looks_like_groups(upper) and looks_like_names(lower) and differs(lower, below)):
        return False
    spans = [(first, last) for number, first, last in across if number == upper.number]
    if spans:
        return any(named(lower, first, last) > 1 for first, last in spans)
    return are_groups_by_text(upper, lower)


def looks_like_groups(row: Row) -> bool:
    cells = [cell for cell in row.cells if not is_blank(cell)]
    is_named = all(is_name(cell) and not LABELLED.search(str(cell)) for cell in cells)
    return len(cells) > 1 and is_named and len(cells) < len(row.cells)


def are_groups_by_text(upper: Row, lower: Row) -> bool:
    """Without merged cells to tell: each row fills the other's gaps, or the groups tell names
    apart that stand twice."""
    pairs = [(is_blank(a), is_blank(b)) for a, b in zip(upper.cells, lower.cells, strict=True)]
    if (True, True) in pairs or (True, False) not in pairs:
        return False
    names = joined(upper, lower, [])
    is_told_apart = most_often(names) == 1 < most_often(map(tidy, lower.cells))
    return (False, True) in pairs or is_told_apart


def most_often(names) -> int:
    return max(Counter(filter(None, names)).values(), default=0)


def differs(row: Row, below: list[Row]) -> bool:
    """Whether a column of it holds a name over values that are none, as a record's does not."""
    return any(
        is_name(cell) and (values := values_of(below, place)) and not any(map(is_name, values))
        for place, cell in enumerate(row.cells)
    )


def values_of(rows: list[Row], place: int) -> list[Cell]:
    return [row.cells[place] for row in rows if not is_blank(row.cells[place])]


def named(row: Row, first: int, last: int) -> int:
    return sum(not is_blank(cell) for cell in row.cells[first : last + 1])


def joined(upper: Row, lower: Row, across: list[Across]) -> list[str]:
    """The names of the columns, each with its group."""
    groups = spread(upper, lower, [span for span in across if span[0] == upper.number])
    return [name_of(*pair) for pair in zip(groups, map(tidy, lower.cells), strict=True)]


def spread(upper: Row, lower: Row, spans: list[Across]) -> list[str]:
    """The group of every column: that of the merged cell, else the last one to the left that has
    a field of its own."""
    groups = [tidy(cell) for cell in upper.cells]
    for _number, first, last in spans:
        groups[first : last + 1] = [groups[first]] * (last + 1 - first)
    if not spans:
        for place in range(1, len(groups)):
            if not groups[place] and not is_blank(lower.cells[place - 1]):
                groups[place] = groups[place - 1]
    return groups


def name_of(group: str, field: str) -> str:
    if not field or not group or group == field or is_reason_column(field):
        return field or group
    return f"{group}{BETWEEN}{field}"
