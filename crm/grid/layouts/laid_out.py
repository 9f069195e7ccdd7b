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

    What the URL names wins over what is remembered, so that a link shows the same to everybody.
    Widths and pins are in no URL: they are those of the view, and what the reader made of them.
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
        widths = self._widths
        for column in columns:
            column.width = widths.get(column.name)
        return [*pinned, *(column for column in columns if not column.pin)]

    def _pinned(self, columns) -> list[Column]:
        """Unless somebody chose, what a row is called stays in sight."""
        names = self._chosen_pins
        if names is None:
            return [column for column in columns[:1] if column.link]
        return [column for column in columns if column.name in names]

    @property
    def _widths(self) -> dict[str, int | None]:
        return {**(self.view.widths if self.view else {}), **self.layout.widths}

    @property
    def _chosen_pins(self) -> list[str] | None:
        if self.layout.pinned is not None or self.view is None:
            return self.layout.pinned
        return self.view.pinned

    @property
    def layout_to_save(self) -> dict:
        """What a view keeps of the columns as they stand; see `SavedView`."""
        shown = self.shown_columns
        chosen = self._chosen_pins is not None
        return {
            "columns": self.shown_names,
            "widths": {column.name: column.width for column in shown if column.width},
            "pinned": [column.name for column in shown if column.pin] if chosen else None,
        }

    @property
    def is_laid_out_anew(self) -> bool:
        """Whether nothing but the columns differs from the view, which its reader may save."""
        return self.may_save_view and self.layout.says_something and not self.is_changed

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
