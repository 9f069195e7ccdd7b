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


@dataclass(frozen=True)
class Source:
    """Where the values of one target come from."""

    target: Target
    entry: "Entry"
    default: str = ""
    meant: dict[str, int | None] | None = None
    day_order: str = ""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns of the sheet (0 = the first); none where only a default is given."""
        return self.entry.columns

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
        meant = {spelling(text): value for text, value in (self.meant or {}).items()}
        if not meant:
            return read
        in_use = set(self._in_use(meant.values()))
        return lambda text: chosen(text, meant, in_use) if spelling(text) in meant else read(text)

    def _in_use(self, ids):
        axis = self.target.column.axis
        wanted = [id for id in ids if id is not None]
        return axis.categories.in_use().filter(pk__in=wanted).values_list("pk", flat=True)


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


def chosen(text: str, meant: dict[str, int | None], in_use: set[int]) -> int | None:
    category = meant[spelling(text)]
    if category is not None and category not in in_use:
        raise ValidationError(_("“%(text)s” is unknown.") % {"text": text})
    return category
