"""The columns of the pool: which one, how often a customer came back, and why."""

import django_filters
from django.db.models import Q
from django.utils.text import capfirst

from crm.grid import Number, Related, Text
from crm.grid.filters import AnyOf
from customers.pools import pools_open_to
from customers.rules.reasons import BETWEEN, RETURN_REASONS, said


class PoolColumn(Related):
    """The team whose pool it is; narrowed to one of those the reader may look into."""

    def filters(self, grid):
        pools = pools_open_to(grid.user).order_by("name").values_list("pk", "name")
        choices = [(str(pk), name) for pk, name in pools]
        return {self.name: AnyOf(field_name=self.path, label=self.heading, choices=choices)}


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

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, **options})

    def display(self, value, record):
        return super().display(said(value), record)

    def export(self, record):
        return said(self.value(record))

    def filters(self, grid) -> dict[str, django_filters.Filter]:
        choices = [(key, capfirst(str(label))) for key, label in RETURN_REASONS.items()]
        return {self.name: BecauseOf(field_name=self.path, label=self.heading, choices=choices)}
