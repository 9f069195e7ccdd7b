"""A list with its columns as the URL, the reader's layout or the view wants them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm import naming
from crm.grid.columns import Column
from crm.grid.layouts.models import GridLayout


@dataclass(frozen=True)
class Choosable:
    """A column in the dialog of columns."""

    column: Column
    is_shown: bool
    is_pinned: bool

    @property
    def spellings(self) -> str:
        return naming.search_text([self.column.heading, self.column.name])


class LaidOut:
    """The trait of having columns that people choose, order, pin and widen.

    What the URL names wins over what is remembered, so that a link shows the same to everybody;
    widths and pins are each reader's own.
    """

    @cached_property
    def layout(self) -> GridLayout:
        return GridLayout.objects.of(self) if self.key else GridLayout()

    @cached_property
    def shown_columns(self) -> list[Column]:
        """In the order of the screen, the pinned ones first; each knows its width and its pin."""
        names = self.asked_columns or self.layout.columns
        names = names or (self.view.columns if self.view else [])
        known = self.columns_by_name
        self._name_unknown(set(names) - known.keys(), _("column"))
        chosen = [known[name] for name in dict.fromkeys(names) if name in known]
        return self._placed(chosen or [column for column in self.columns if column.shown])

    @cached_property
    def asked_columns(self) -> list[str]:
        return [name for name in ",".join(self.params.getlist("cols")).split(",") if name]

    def _placed(self, columns) -> list[Column]:
        pinned = self._pinned(columns)
        for number, column in enumerate(pinned, start=1):
            column.pin = number
        for column in columns:
            column.width = self.layout.widths.get(column.name)
        return [*pinned, *(column for column in columns if not column.pin)]

    def _pinned(self, columns) -> list[Column]:
        """Unless somebody chose, what a row is called stays in sight."""
        names = self.layout.pinned
        if names is None:
            return [column for column in columns[:1] if column.link]
        return [column for column in columns if column.name in names]

    @property
    def shown_names(self) -> list[str]:
        return [column.name for column in self.shown_columns]

    @property
    def columns_to_choose(self) -> list[Choosable]:
        """The shown ones in their order, then the others."""
        shown = self.shown_columns
        hidden = [column for column in self.columns if column not in shown]
        return [Choosable(c, c in shown, bool(c.pin)) for c in [*shown, *hidden]]

    @property
    def layout_url(self) -> str:
        return reverse("grids:layout", args=[self.key])
