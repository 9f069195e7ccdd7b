"""Own fields as columns: one for each, typed by its kind, known only when the grid is used."""

from copy import copy

from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from crm.grid import ColumnGroup, Day, Flag, Money, Number, Text
from crm.grid.columns import Column
from crm.grid.conditions.operators import Missable, emptiness
from customers.models import OwnField
from customers.pool.masking import is_masked


class OwnColumns(ColumnGroup):
    """One column per own field in use, in the admin's order."""

    def expand(self, grid):
        return [column_of(field, grid.model) for field in fields_of(grid)]


def fields_of(grid) -> list[OwnField]:
    """The own fields of the grid's rows, read once for a grid."""
    if not hasattr(grid, "_own_fields"):
        grid._own_fields = list(OwnField.objects.of(grid.model).in_use())
    return grid._own_fields


def column_of(field: OwnField, model) -> "OwnColumn":
    return COLUMNS[field.kind](field).bind(field.key, model)


class OwnColumn(Column):
    """The trait of showing an own field; `own` is it."""

    def __init__(self, own: OwnField, **options):
        shown = {"path": Missable(own.path), "shown": own.in_grid, "importable": True}
        super().__init__(**shown, editable=own.form_field, required=own.is_required, **options)
        self.own = own

    def bind(self, name, model):
        self.name, self.model = name, model
        self.field = copy(self.own.type.field)
        self.field.verbose_name = self.own.name
        return self

    @property
    def label(self):
        return self.own.name

    @label.setter
    def label(self, label):
        """An own field names its column itself, in the language of the moment."""

    @property
    def mask_key(self) -> str:
        return self.own.mask_key

    def value(self, record):
        return record.own_value(self.own)

    def cell(self, record):
        value = self.value(record)
        return conditional_escape(value) if is_masked(value) else super().cell(record)

    def export(self, record):
        value = self.value(record)
        return value if value is None or is_masked(value) else self.exported(value, record)

    def exported(self, value, record):
        return value

    def reader(self):
        return self.own.read

    def write(self, record, value):
        record.set_own(self.own, value)

    def related(self):
        return []

    def sort_field(self):
        return self.field

    def sort_is_nullable(self):
        return True

    def sort_is_indexed(self, conditions=(None,)) -> bool:
        """Whether long lists sort by it: only once its own index is made."""
        return self.own.has_index


class OwnText(OwnColumn, Text):
    pass


class OwnNumber(OwnColumn, Number):
    def amount(self, value):
        return super().amount(self.own.type.typed(value))


class OwnMoney(OwnColumn, Money):
    """All in the one currency of the field."""

    currency_path = ""

    def display(self, value, record):
        return self.in_currency(value, self.own.currency)

    def total(self, sums):
        return [self.in_currency(amount, self.own.currency) for amount in sums.values()]


class OwnDay(OwnColumn, Day):
    pass


class OwnFlag(OwnColumn, Flag):
    """Three states: a no is said, what is not known is empty."""

    def display(self, value, record):
        return conditional_escape(self.yes if value else self.no)

    def exported(self, value, record):
        return str(self.yes if value else self.no)

    def operators(self, grid):
        return [*super().operators(grid), *emptiness(self.path)]


class OwnLink(OwnColumn, Text):
    """A web address, which leads out of the product."""

    css = "link"

    def display(self, value, record):
        address = value.partition("://")[2].rstrip("/")
        return format_html(
            '<a href="{}" rel="noopener noreferrer" target="_blank" title="{}">{}</a>',
            value,
            _("Opens in a new tab"),
            address if len(address) < 50 else f"{address[:48]}…",
        )


COLUMNS: dict[str, type[OwnColumn]] = {
    "text": OwnText,
    "number": OwnNumber,
    "money": OwnMoney,
    "date": OwnDay,
    "flag": OwnFlag,
    "link": OwnLink,
}
