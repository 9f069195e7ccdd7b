"""The text of one target, out of the cells of a row."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.grid import typed
from crm.sheets.cells import BadCell
from customers.imports.mapping.parts import part_of
from customers.imports.mapping.targets import Target
from customers.models.imports import restored

if TYPE_CHECKING:
    from customers.imports.mapping.chosen import Entry

# What becomes of a text that nobody knows, unless somebody chose.
REFUSED = object()


@dataclass(frozen=True)
class Source:
    """Where the values of one target come from."""

    target: Target
    entry: "Entry"
    default: str = ""
    meant: dict[str, int | None] | None = None
    day_order: str = ""
    rest: Any = REFUSED

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns of the sheet (0 = the first); none where only a default is given."""
        return self.entry.columns

    @property
    def only_column(self) -> int | None:
        """Where one column's text is taken as it stands, that column."""
        is_plain = len(self.columns) == 1 and not self.entry.headings and not self.entry.part
        return self.columns[0] if is_plain else None

    def text(self, cells: list | dict[int, Any]) -> str:
        """What a row says, or the default: "" where neither says anything."""
        return self.said(cells) or self.default

    def said(self, cells: list | dict[int, Any]) -> str:
        """What a row says, out of `ImportRow.cells` as they are stored, or those of its own
        columns: stripped text, "" where it says nothing; a BadCell where one of the cells is
        bad."""
        entry = self.entry
        columns = entry.columns
        if not columns:
            return ""
        if len(columns) == 1 and type(cells[columns[0]]) is str and not entry.headings:
            found = cells[columns[0]].strip()
        else:
            found = self._joined(cells)
        if entry.part and found and not isinstance(found, BadCell):
            found = part_of(found, entry.part)
        return found

    def _joined(self, cells: list | dict[int, Any]) -> str:
        typed = [restored(cells[column]) for column in self.entry.columns]
        for cell in typed:
            if isinstance(cell, BadCell):
                return cell
        headings = self.entry.headings or [""] * len(typed)
        pieces = zip(headings, (text.strip() for text in typed), strict=True)
        return self.entry.join.join(headed(heading, text) for heading, text in pieces if text)

    def reader(self) -> Callable[[str], Any]:
        """A function from a text that is not empty to a value of the target's column.

        Raises ValidationError. Look-ups happen here, once for a whole sheet.
        """
        read = self.target.column.reader()
        if self.target.is_day:
            return partial(read_day, read, self.day_order)
        if self.meant or self.rest is not REFUSED:
            return CategoryReader(read, self.target.column.axis, self.meant or {}, self.rest)
        return read


class CategoryReader:
    """Reads what somebody said that a text means, else its name; what is neither is the rest."""

    def __init__(self, read, axis, meant: dict[str, int | None], rest):
        self.read, self.rest = read, rest
        self.meant = {spelling(text): value for text, value in meant.items()}
        wanted = {value for value in (*meant.values(), rest) if isinstance(value, int)}
        self.in_use = set(
            axis.categories.in_use().filter(pk__in=wanted).values_list("pk", flat=True)
        )

    def __call__(self, text: str):
        key = spelling(text)
        if key in self.meant:
            return self._chosen(text, self.meant[key])
        try:
            return self.read(text)
        except ValidationError:
            if self.rest is REFUSED:
                raise
            return self._chosen(text, self.rest)

    def _chosen(self, text: str, category: int | None) -> int | None:
        if category is not None and category not in self.in_use:
            raise ValidationError(_("“%(text)s” is unknown.") % {"text": text})
        return category


def headed(heading: str, text: str) -> str:
    """The value behind the heading of its column."""
    return _("%(heading)s: %(value)s") % {"heading": heading, "value": text} if heading else text


def spelling(text: str) -> str:
    """What two spellings of a category share: width, case and blanks count for nothing; signs
    do, since A+ is not A-."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_day(read, order: str, text: str):
    """What may be two days is one of them where the order is known."""
    try:
        return read(typed.in_order(text, order))
    except ValidationError as error:
        if error.code != typed.TWO_DAYS:
            raise
        words = {"text": text[:80]}
        raise ValidationError(
            _(
                "“%(text)s” may be two days: match the columns again and choose whether the day "
                "or the month comes first, or write it as 2026-11-29."
            )
            % words
        ) from error
