"""What every column is: declared once, it knows its cell, its filters, its order, its export."""

from itertools import count

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, ForeignKey, Index
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from crm.grid.conditions.operators import Operator
from crm.grid.copying import text_to_copy
from crm.grid.drawing import attributes_of
from crm.grid.filters import Asking, filters_of
from crm.grid.glances import cleaner
from crm.grid.heads.facets import Facet

EMPTY = mark_safe('<span class="none">—</span>')


class Column:
    """One column of a grid.

    `path` is the way from the row's model to the value (`"customer__name"`), by default the
    column's own name; `label` is by default the field's verbose name. `shown` says whether the
    column stands in the grid before anybody chose columns. `editable` names the field of the
    record's form that changes the value; True: it is called like the path.
    """

    css = ""
    pin = 0
    """Its place among the pinned columns from the left, from 1 on."""
    width: int | None = None
    facet_class: type[Facet] | None = None
    order_words = gettext_lazy("Rising"), gettext_lazy("Falling")
    _declared = count()

    def __init__(self, label=None, *, path=None, sort=None, link=False, shown=True, **options):
        self.order_of_declaration = next(self._declared)
        self.label, self.path, self.sort, self.link = label, path, sort, link
        self.shown = shown
        self.sortable = options.pop("sortable", True)
        self.filterable = options.pop("filterable", True)
        self.importable = options.pop("importable", False)
        self.editable = options.pop("editable", False)
        self.required = options.pop("required", False)
        self.normalise = options.pop("normalise", None)
        if options:
            raise TypeError(f"unknown column options: {', '.join(options)}")

    def bind(self, name, model):
        """Called once, when the grid class is made."""
        self.name, self.model = name, model
        self.path = self.path or name
        self.field = field_at(model, self.path)
        if self.label is None and self.field is not None:
            self.label = self.field.verbose_name
        return self

    def expand(self, grid) -> list["Column"]:
        return [self]

    @property
    def heading(self) -> str:
        return capfirst(str(self.label))

    @cached_property
    def steps(self) -> list[str]:
        """The attributes on the way from a record to the value."""
        return self.path.split("__")

    @cached_property
    def classes(self) -> str:
        """Asked once for every cell, and fixed before the first is drawn."""
        pin = f"pinned pin-{self.pin}" if self.pin else ""
        parts = (self.css, "title" if self.link else "", pin, "sized" if self.width else "")
        return " ".join(filter(None, parts))

    @cached_property
    def attributes(self) -> str:
        """Of each of its cells; fixed like the classes."""
        return attributes_of(self)

    @property
    def form_field(self) -> str:
        """The field of the record's form that changes this column; "" where none does."""
        return self.path if self.editable is True else self.editable or ""

    # --- value, cell, export ---

    def value(self, record):
        for name in self.steps:
            record = getattr(record, name, None)
        return record

    def display(self, value, record):
        return conditional_escape(value)

    def cell(self, record):
        value = self.value(record)
        if value is None or value == "" or value == []:
            return EMPTY
        shown = self.display(value, record)
        return self._linked(shown, record) if self.link else shown

    def drawn(self, record) -> tuple[str, str | None]:
        """The cell, and the text to copy where it is another than the one shown."""
        html = self.cell(record)
        return html, text_to_copy(self, record, html, html is EMPTY)

    def export(self, record):
        """The value as a spreadsheet cell: text, number, date or None."""
        return self.value(record)

    # --- import ---

    def reader(self):
        """A function from the text of a cell to a value of the model. Raises ValidationError.

        Look-ups happen here, once for a whole sheet.
        """
        normalise, clean = self.normalise or self.parse, cleaner(self.field)
        return lambda text: clean(normalise(text))

    def parse(self, text: str):
        return text.strip()

    def write(self, record, value):
        setattr(record, self.path, value)

    def _linked(self, shown, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), shown)

    # --- queries ---

    sort_is_costly = False

    def related(self) -> list[str]:
        """What `select_related` must bring for this column."""
        head = self.path.rpartition("__")[0]
        return [self.path] if isinstance(self.field, ForeignKey) else [head] if head else []

    def load(self, records, grid):
        """Called once with the rows of a page, to fetch what the cells need in one query."""

    def sort_expression(self):
        return F(self.sort or self.path)

    def sort_field(self):
        return field_at(self.model, self.sort or self.path)

    def sort_is_nullable(self) -> bool:
        return any(field.null for field in fields_along(self.model, self.sort or self.path))

    def sort_is_indexed(self, conditions=(None,)) -> bool:
        """Whether an index begins with what the column is ordered by: one on all rows, or on
        those that keep one of `conditions`."""
        path = self.sort or self.path
        field = field_at(self.model, path)
        if "__" in path or field is None:
            return False
        return is_keyed(field) or any(
            leads_through(index, path, conditions) for index in self.model._meta.indexes
        )

    # --- conditions ---

    def operators(self, grid) -> list[Operator]:
        """What `grid` can be asked about this column, the usual question first; see
        `crm.grid.conditions`. Filters in the URL and conditions both follow from it."""
        return []

    def filters(self, grid) -> dict[str, Asking]:
        """The URL's parameters for all of that, by name."""
        return filters_of(self, grid)

    # --- totals ---

    is_totalled = False
    currency_path = ""

    def total(self, sums: dict) -> list:
        """The sums by currency as the foot of the column shows them."""
        return []

    def facet(self, grid, find: str = "") -> Facet | None:
        """The values to choose from in the heading's menu, where they are worth a list."""
        return self.facet_class(self, grid, find) if self.facet_class and self.has_facet else None

    @property
    def has_facet(self) -> bool:
        return self.filterable and self.facet_class is not None


class ColumnGroup(Column):
    """Stands for columns that are known only when the grid is used, such as the axes."""

    def bind(self, name, model):
        self.name, self.model, self.field = name, model, None
        return self


def field_at(model, path: str):
    """The model field at the end of `path`, or None when a part is no field."""
    return fields[-1] if (fields := fields_along(model, path)) else None


def fields_along(model, path: str) -> list:
    found = []
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return []
        found.append(field)
        model = field.related_model
    return found


def is_keyed(field) -> bool:
    return field.unique or field.db_index


def leads_through(index, path: str, conditions) -> bool:
    is_tree = type(index) is Index and bool(index.fields_orders)
    return is_tree and index.fields_orders[0][0] == path and index.condition in conditions
