"""The lines of a list's table as HTML.

Drawn here and not by a template: a page has some five hundred cells, and a template's nodes cost
more than what they say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

CELL = "<td{}{}{}{}>{}</td>"


class Cell(NamedTuple):
    """What stands in one row under one column; `plain` is the text to copy where it is another
    than the one shown."""

    column: Any
    html: str
    empty: bool
    plain: str | None
    editable: bool

    def drawn(self) -> str:
        return CELL.format(
            self.column.attributes,
            " data-empty" if self.empty else "",
            " data-edit" if self.editable else "",
            "" if self.plain is None else f' data-plain="{escape(self.plain)}"',
            conditional_escape(self.html),
        )


@dataclass(frozen=True)
class Row:
    """One line of the table: `url` is the record's own page, `actions` are (action, url)."""

    pk: int
    name: str
    url: str
    cells: list[Cell]
    actions: list
    selectable: bool

    @property
    def html(self) -> SafeString:
        return SafeString("".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        url = f' data-url="{escape(self.url)}"' if self.url else ""
        yield f'<tr data-row data-id="{self.pk}"{url}>'
        if self.selectable:
            yield self._box()
        for cell in self.cells:
            yield cell.drawn()
        if self.actions:
            yield self._buttons()
        yield "</tr>"

    def _box(self) -> str:
        label = escape(_("Select %(name)s") % {"name": self.name})
        return (
            '<td class="pick"><input type="checkbox" name="ids" data-select-row'
            f' value="{self.pk}" aria-label="{label}"></td>'
        )

    def _buttons(self) -> str:
        return f'<td class="acts">{"".join(a.button(url) for a, url in self.actions)}</td>'


def attributes_of(column) -> SafeString:
    """What every cell of the column carries in its tag."""
    named = format_html(' data-col="{}" data-label="{}"', column.name, column.heading)
    return format_html(' class="{}"{}', column.classes, named) if column.classes else named
