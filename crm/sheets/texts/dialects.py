"""How a text file separates and quotes its cells, guessed by what makes rows of one width."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from crm.sheets.choices import SEPARATORS

SAMPLE_ROWS = 50
USUAL = '"'
# What the csv module says of a mark that is not closed, and of one that is closed within a cell.
OPEN, LOOSE = "unexpected end", "expected after"


class Dialect(NamedTuple):
    separator: str
    quote: str = USUAL
    escape: str | None = None
    skips_blanks: bool = False

    def rows(self, text: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """As Excel reads them; `strict` raises csv.Error where a quotation mark stands wrong."""
        return csv.reader(
            text,
            delimiter=self.separator,
            quotechar=self.quote,
            escapechar=self.escape,
            skipinitialspace=self.skips_blanks,
            strict=strict,
        )

    def width_of(self, sample: list[str]) -> int:
        """How many cells most rows have."""
        return agreement(sample, self)[1] or 1


def guessed(sample: list[str], separator: str = "") -> Dialect:
    plain = [Dialect(each) for each in separator or SEPARATORS]
    best = max(plain, key=partial(likeliness, sample))
    for change, sign in oddities(re.escape(best.separator)):
        other = best._replace(**change)
        if sign.search("".join(sample)) and is_better(sample, other, best):
            best = other
    return best


def likeliness(sample: list[str], dialect: Dialect) -> tuple[float, bool, int]:
    share, width = agreement(sample, dialect)
    return share, not breaks_rules(sample, dialect), width


def oddities(separator: str) -> list[tuple[dict, re.Pattern]]:
    """Other habits, each with a sign that is none of the usual one."""
    end = rf"(?:{separator}|[\r\n]|\Z)"
    return [
        # a, "b, c"
        ({"skips_blanks": True}, re.compile(rf'{separator}[ ]+"[^"]*"[ ]*{end}')),
        # "8\" pipe", as MySQL and Spark write it
        ({"escape": "\\"}, re.compile(rf'\\"(?![ ]*{end})')),
        # 'a, b', c
        (
            {"quote": "'"},
            re.compile(rf"(?:^|{separator})'[^'{separator}\n]*{separator}[^'\n]*'{end}", re.M),
        ),
    ]


def is_better(sample: list[str], other: Dialect, best: Dialect) -> bool:
    """A file that keeps the rules is read by them; blanks before quotation marks break none."""
    before, after = agreement(sample, best)[0], agreement(sample, other)[0]
    if other.escape != best.escape:
        return after >= before and breaks_rules(sample, best)
    return after > before > 0 or (after == before and other.skips_blanks)


def breaks_rules(sample: list[str], dialect: Dialect) -> bool:
    try:
        for _row in dialect.rows(sample, strict=True):
            pass
    except csv.Error as error:
        return LOOSE in str(error)
    return False


def agreement(sample: list[str], dialect: Dialect) -> tuple[float, int]:
    """How many rows have the most common width, and that width; one column says nothing."""
    try:
        rows = list(islice(dialect.rows(sample), SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / len(rows), width
