"""The columns of the pool: which one, how often a customer came back, and why."""

from django.db.models import F, Func, Q, TextField, Value
from django.utils.text import capfirst

from crm.grid import Number, Related, Text
from crm.grid.conditions.choices import OneOf, choice_operators
from crm.grid.conditions.operators import emptiness
from crm.grid.heads.facets import ChoiceFacet
from customers.pools import pools_open_to
from customers.rules.reasons import BETWEEN, RETURN_REASONS, said


class PoolColumn(Related):
    """The team whose pool it is; narrowed to one of those the reader may look into."""

    facet_class = ChoiceFacet

    def operators(self, grid):
        pools = pools_open_to(grid.user).order_by("name").values_list("pk", "name")
        return choice_operators(self.path, list(pools))


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


class BecauseOf(OneOf):
    """Customers returned for one of the reasons everybody knows, whatever was added to it."""

    def condition(self, values, operand=None):
        found = Q()
        for key in values:
            found |= Q(**{self.operand: key})
            found |= Q(**{f"{self.operand}__startswith": f"{key}{BETWEEN}"})
        return found


class ReturnReason(Text):
    """In no order: reasons are read, not compared."""

    facet_class = ReasonFacet
    has_facet = True

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, **options})

    def display(self, value, record):
        return super().display(said(value), record)

    def export(self, record):
        return said(self.value(record))

    def operators(self, grid):
        choices = [(key, capfirst(str(label))) for key, label in RETURN_REASONS.items()]
        return [BecauseOf(self.path, choices), *emptiness(self.path, "")]
