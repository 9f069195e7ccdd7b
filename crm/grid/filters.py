"""What a URL asks of each column: one parameter an operator, all made from the columns.

The first operator of a column is asked by the column's own name (`owner=me`,
`created=this_month`), the others by the name and the operator's key (`owner_not=12`,
`created_past=30`, `phones_empty=1`). Several values are written `a=1,2` or `a=1&a=2`.
"""

from copy import copy

import django_filters
from django import forms
from django.utils.translation import gettext_lazy

from crm.grid.conditions.operators import Operator
from crm.people.fields import is_id

__all__ = ["Asking", "filters_of", "is_id"]


class OneInput(forms.TextInput):
    """The value of one parameter, in a list of its own."""

    def value_from_datadict(self, data, files, name):
        value = data.get(name) or ""
        return [value] if value.strip() else []


class SeveralInput(forms.SelectMultiple):
    """Reads `?a=1&a=2` and `?a=1,2` alike, so that links stay short."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [part for value in values for part in (value or "").split(",") if part]


class AskedField(forms.Field):
    """Cleans to the operator's values, or to None where nothing is asked."""

    def __init__(self, operator: Operator, **kwargs):
        self.operator = operator
        super().__init__(
            widget=OneInput if operator.arity in (0, 1) else SeveralInput, required=False
        )

    def clean(self, values):
        if not values or (self.operator.arity == 0 and values == ["0"]):
            return None
        return self.operator.clean([] if self.operator.arity == 0 else values)


class Asking(django_filters.Filter):
    """A filter that asks `column` one `operator`.

    What draws it finds there `input_type`, `usual`, and what the type needs: `choices`, or
    `tokens(values)`, `words` and `where_to_find()` of records.
    """

    def __init__(self, column, operator: Operator, grid, label):
        self.column, self.operator, self.grid = column, operator, grid
        super().__init__(field_name=column.name, label=label)

    def __deepcopy__(self, memo):
        # A FilterSet copies its filters; the grid they ask must stay the one that is asked.
        return copy(self)

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = AskedField(self.operator)
        return self._field

    @property
    def input_type(self) -> str:
        return self.operator.input_type

    @property
    def usual(self) -> bool:
        return self.operator.usual

    def filter(self, queryset, values):
        if values is None:
            return queryset
        return queryset.filter(self.grid.answer(self.column, self.operator, values))

    def describe(self, values) -> str:
        return self.operator.describe(values)


def filters_of(column, grid) -> dict[str, Asking]:
    """A filter for everything that the column can be asked, by its parameter."""
    found: dict[str, Asking] = {}
    for operator in column.operators(grid):
        name = f"{column.name}_{operator.key}" if found else column.name
        found[name] = Asking(column, operator, grid, label_of(column, operator, not found))
    return found


def label_of(column, operator, is_first: bool):
    if is_first and operator.input_type != "one":
        return column.heading
    return gettext_lazy("%(column)s %(operator)s") % {
        "column": column.heading,
        "operator": operator.heading,
    }
