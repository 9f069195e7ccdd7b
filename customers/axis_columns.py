"""The axes as columns: one for each row of Axis, known only when the grid is used."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid import Column, ColumnGroup
from crm.grid.columns import EMPTY
from crm.grid.conditions.operators import compare
from crm.grid.conditions.records import Ids, NoneOf
from customers.axis_facets import CategoryFacet
from customers.category_names import category_finder
from customers.models import Axis, Category

IDS_IN_INDEX = 500
"""Beyond so many ids a GIN scan costs more than comparing the one position: a province of 179 counties
is found in 27–73 ms by the index, in 105–667 by comparing."""


class Axes(ColumnGroup):
    """One column per axis in use, in the admin's order."""

    def __init__(self, path="", **options):
        super().__init__(**options)
        self.prefix = f"{path}__" if path else ""

    def expand(self, grid):
        return [AxisColumn(axis, self.prefix).bind(axis.key, grid.model) for axis in axes_of(grid)]


def axes_of(grid) -> list[Axis]:
    """The axes in use, read once for a grid."""
    if not hasattr(grid, "_axes"):
        grid._axes = list(Axis.objects.in_use())
    return grid._axes


class AxisColumn(Column):
    """The category of a customer on one axis; filters take the category's subtree along."""

    css = "category"
    facet_class = CategoryFacet

    def __init__(self, axis, prefix=""):
        # Behind a prefix they are another record's, which neither form nor sheet of the row changes.
        super().__init__(path=f"{prefix}category_ids", shown=axis.in_grid, importable=not prefix)
        self.editable = "" if prefix else axis.form_field
        self.axis, self.prefix, self.categories = axis, prefix, {}

    @property
    def label(self):
        return self.axis.name

    @label.setter
    def label(self, label):
        """An axis names its column itself, in the language of the moment."""

    def category_id(self, record) -> int | None:
        ids = self.value(record) or []
        return ids[self.axis.position - 1] if self.axis.position <= len(ids) else None

    def load(self, records, grid):
        """The categories that these records show, in one query for all the axes that show."""
        if getattr(grid, "_categorised", None) is not records:
            axes = [column for column in grid.drawn_columns if isinstance(column, AxisColumn)]
            ways = {axis.path: axis for axis in axes}.values()
            ids = {pk for axis in ways for record in records for pk in axis.value(record) or ()}
            ids -= {None}
            grid._categorised, grid._categories = records, Category.objects.with_ancestors(ids)
        self.categories = grid._categories
        self._drawn: dict[int | None, tuple[str, str | None]] = {}
        self._exported: dict[int | None, str] = {None: ""}

    def category(self, record) -> Category | None:
        return self.categories.get(self.category_id(record))

    def cell(self, record):
        category = self.category(record)
        return EMPTY if category is None else self.tag(category)

    def drawn(self, record):
        """The same for all the rows of a page that share a category."""
        pk = self.category_id(record)
        if pk not in self._drawn:
            self._drawn[pk] = super().drawn(record)
        return self._drawn[pk]

    def tag(self, category) -> str:
        if category.tone:
            return format_html('<span class="tag {}">{}</span>', category.tone, category.name)
        return format_html("{}", category.short_path)

    def export(self, record):
        """Put together once for all the rows that share a category."""
        pk = self.category_id(record)
        if pk not in self._exported:
            category = self.categories.get(pk)
            self._exported[pk] = category.path if category else ""
        return self._exported[pk]

    def reader(self):
        find = category_finder(self.axis)
        return lambda text: find(text).pk

    def write(self, record, value):
        record.classify(self.axis, value)

    def sort_expression(self):
        """The category's place in the axis's tree; `order` is depth-first."""
        mine = OuterRef(f"{self.path}__{self.axis.position - 1}")
        return Subquery(Category.objects.filter(pk=mine).values("order"))

    def sort_field(self):
        return Category._meta.get_field("order")

    def sort_is_nullable(self):
        return True

    def operators(self, grid):
        kinds = (Categories, NotCategories)
        return [kind(self.path, axis=self.axis, grid=grid) for kind in kinds]


class Categories(Ids):
    """Customers classified under one of the categories, or anywhere below them."""

    label = gettext_lazy("is under any of")
    options_url = "customers:axis_options"

    def __init__(self, operand, *, axis, grid):
        self.axis = axis
        super().__init__(operand, grid)

    def where_to_find(self):
        return reverse(self.options_url, args=[self.axis.key])

    def records(self, ids):
        return self.axis.categories.filter(pk__in=list(ids)).with_children()

    def among(self, ids, operand):
        below = self.axis.categories.filter(pk__in=ids).subtree_ids()
        if len(below) <= IDS_IN_INDEX:
            return compare(operand, "overlap", below)
        mine = f"{operand}__{self.axis.position - 1}"
        # Of a row without a category the comparison alone says neither yes nor no.
        return compare(mine, "in", below) & compare(mine, "isnull", False)

    def none(self, operand):
        return compare(f"{operand}__{self.axis.position - 1}", "isnull", True)

    def names_of(self, values):
        """Each with what it takes along."""
        return [
            _("%(category)s and below") % {"category": record} if record.has_children else record
            for record in (self.named[value] for value in values if value in self.named)
        ]


class NotCategories(NoneOf, Categories):
    label = gettext_lazy("is not under any of")
