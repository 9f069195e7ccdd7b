"""The lines of a list's table as HTML.

Drawn here and not by a template: a page has some five hundred cells, and a template's nodes cost
more than what they say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.templatetags.shell import icon

CELL = "<td{}{}{}{}>{}</td>"
OPENER = (
    '<td class="opener"><button type="button" data-row-open aria-expanded="{}"'
    ' aria-label="{}"></button></td>'
)
CHANGER = '<button type="button" class="change" data-cell-change aria-label="{}">{}</button>'


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

    def with_button(self) -> "Cell":
        """The same with a button that opens its editor, where it may be edited."""
        if not self.editable:
            return self
        label = _("Change “%(field)s”") % {"field": self.column.heading}
        says = _("tap to fill") if self.empty else icon("pencil", 15)
        return self._replace(html=format_html("{}" + CHANGER, self.html, label, says))


@dataclass(frozen=True)
class Row:
    """One line of the table: `url` is the record's own page, `actions` are (action, url); a phone
    offers to open one that `opens`."""

    is_open: ClassVar[bool] = False

    pk: int
    name: str
    url: str
    cells: list[Cell]
    actions: list
    selectable: bool
    opens: bool = False

    @property
    def html(self) -> SafeString:
        return SafeString("".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        url = f' data-url="{escape(self.url)}"' if self.url else ""
        css = ' class="open"' if self.is_open else ""
        yield f'<tr{css} data-row data-id="{self.pk}"{url}>'
        if self.selectable:
            yield self._box()
        for cell in self.cells:
            yield (cell.with_button() if self.is_open else cell).drawn()
        if self.actions:
            yield self._buttons()
        if self.opens:
            yield self._opener()
        yield "</tr>"

    def _box(self) -> str:
        label = escape(_("Select %(name)s") % {"name": self.name})
        return (
            '<td class="pick"><input type="checkbox" name="ids" data-select-row'
            f' value="{self.pk}" aria-label="{label}"></td>'
        )

    def _buttons(self) -> str:
        return f'<td class="acts">{"".join(a.button(url) for a, url in self.actions)}</td>'

    def _opener(self) -> str:
        label = escape(_("All fields of %(name)s") % {"name": self.name})
        return OPENER.format("true" if self.is_open else "false", label)


@dataclass(frozen=True)
class OpenRow(Row):
    """The same with a button in every cell that may be edited; `beyond` are the cells of columns
    that the list does not show."""

    beyond: list[Cell] = field(default_factory=list)
    is_open: ClassVar[bool] = True

    def _opener(self) -> str:
        # Behind it: where there is room for a table, what follows is not shown.
        return super()._opener() + "".join(cell.with_button().drawn() for cell in self.beyond)


def attributes_of(column) -> SafeString:
    """What every cell of the column carries in its tag."""
    named = format_html(' data-col="{}" data-label="{}"', column.name, column.heading)
    return format_html(' class="{}"{}', column.classes, named) if column.classes else named
