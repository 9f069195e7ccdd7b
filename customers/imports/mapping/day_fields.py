"""The part of a mapping's form that asks which comes first in 3/5/2024."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid import typed
from customers.imports.mapping.choices import NEW
from customers.imports.mapping.days import Seen, seen_in, told


@dataclass
class DayOrder:
    """The choice for one column; `why` says what it was told by, "" where nothing tells."""

    field: BoundField
    why: str

    @property
    def is_open(self) -> bool:
        return not self.field.value()


class DayFields:
    """A choice days_<column> for each column of days of which some may be two."""

    def __init__(self, form):
        self.form = form

    def add(self):
        for column, seen in self.seen.items():
            if seen.either:
                self.form.fields[f"days_{column}"] = forms.ChoiceField(
                    label=_("Day and month"),
                    choices=[("", _("choose …")), *ways(seen.either)],
                    required=False,
                    initial=self._usual(column),
                )

    @cached_property
    def seen(self) -> dict[int, Seen]:
        wanted = [n for n, choice in self.form.choices.items() if self._is_of_days(n, choice)]
        return seen_in(self.form.sheet_import, wanted)

    def _is_of_days(self, column: int, choice: str) -> bool:
        if choice.startswith(NEW):
            return self.form.now(f"kind_{column}") == "date"
        return choice in self.form.known and self.form.known[choice].is_day

    def _usual(self, column: int) -> str:
        return self.form.stored.day_orders.get(column) or told(self.seen).get(column, "")

    @property
    def orders(self) -> dict[int, str]:
        """What is chosen at this moment; what was not asked yet is as the columns tell."""
        given = {n: self._now(n) for n in self.seen if f"days_{n}" in self.form.fields}
        return {n: order for n, order in given.items() if order in typed.ORDERS}

    def _now(self, column: int) -> str:
        name = f"days_{column}"
        is_asked = self.form.is_bound and name in self.form.data
        return self.form.now(name) if is_asked else self._usual(column)

    def shown(self, column: int) -> DayOrder | None:
        name = f"days_{column}"
        if name not in self.form.fields:
            return None
        return DayOrder(self.form[name], self._why(column))

    def _why(self, column: int) -> str:
        seen, order = self.seen[column], self._now(column)
        if seen.is_mixed:
            words = {"day": seen.day_first, "month": seen.month_first}
            return _("the column has both: %(day)s and %(month)s") % words
        if order and seen.order == order:
            return _("as in %(text)s") % {"text": seen.day_first or seen.month_first}
        return _("as in the other columns") if told(self.seen).get(column) == order != "" else ""


def ways(text: str) -> list[tuple[str, str]]:
    """Both ways of reading a text that may be two days."""
    words = _("%(text)s is %(day)s")
    return [
        (order, words % {"text": text, "day": typed.day(typed.in_order(text, order)).isoformat()})
        for order in typed.ORDERS
    ]
