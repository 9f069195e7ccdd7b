"""The columns of the pool: which one, how often a customer came back, and why."""

import django_filters
from django.db.models import F, Func, Q, TextField, Value
from django.utils.text import capfirst

from crm.grid import Number, Related, Text
from crm.grid.filters import AnyOf
from crm.grid.heads.facets import ChoiceFacet
from customers.pools import pools_open_to
from customers.rules.reasons import BETWEEN, RETURN_REASONS, said


class PoolFacet(ChoiceFacet):
    def count_of(self, value):
        return self.counts.get(int(value), 0)


class PoolColumn(Related):
    """The team whose pool it is; narrowed to one of those the reader may look into."""

    facet_class = PoolFacet

    def filters(self, grid):
        pools = pools_open_to(grid.user).order_by("name").values_list("pk", "name")
        choices = [(str(pk), name) for pk, name in pools]
        return {self.name: AnyOf(field_name=self.path, label=self.heading, choices=choices)}


class ReasonFacet(ChoiceFacet):
    """The reasons everybody knows, whatever was added to them: no mask covers these."""

    @property
    def rows(self):
        return self.others.rows

    @property
    def key(self):
        key = Func(F(self.column.path), Value(BETWEEN), Value(1), function="split_part")
        key.output_field = TextField()
        return key


class Returned(Number):
    """How many times it was given back; from twice on a warning."""

    css = "num returned"


class BecauseOf(AnyOf):
    """Customers returned for one of the reasons everybody knows, whatever was added to it."""

    def filter(self, queryset, values):
        found = Q()
        for key in values or []:
            found |= Q(**{self.field_name: key})
            found |= Q(**{f"{self.field_name}__startswith": f"{key}{BETWEEN}"})
        return queryset.filter(found)


class ReturnReason(Text):
    """In no order: reasons are read, not compared."""

    facet_class = ReasonFacet

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, **options})

    def display(self, value, record):
        return super().display(said(value), record)

    def export(self, record):
        return said(self.value(record))

    def filters(self, grid) -> dict[str, django_filters.Filter]:
        choices = [(key, capfirst(str(label))) for key, label in RETURN_REASONS.items()]
        return {self.name: BecauseOf(field_name=self.path, label=self.heading, choices=choices)}
