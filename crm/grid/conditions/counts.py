"""How many rows hang on this one, as a column: only those that the reader may see."""

from copy import copy

from django.db.models import IntegerField
from django.http import QueryDict

from crm.grid.column_types import Number
from crm.grid.conditions.binding import bind
from crm.grid.conditions.numbers import AtLeast, AtMost, Between, Equals
from crm.grid.conditions.reading import read
from crm.grid.conditions.relations import relations_of
from crm.grid.conditions.tree import All


class CountOf(Number):
    """The number of `relation`, those that meet `where` where it is given.

    Loaded for the rows of a page in one query. No index has it, so that only a list that is counted
    to its end can be ordered by it.
    """

    sort_is_costly = True

    def __init__(self, label, relation: str, where: str = "", **options):
        self.relation, self.where = relation, where
        super().__init__(label, **{"shown": False, **options})

    def expand(self, grid):
        mine = copy(self)
        mine.grid = grid
        return [mine]

    def load(self, records, grid):
        ids = [record.pk for record in records]
        rows = self.model._base_manager.filter(pk__in=ids).annotate(counted=self.number(grid))
        self.counts = dict(rows.values_list("pk", "counted"))

    def value(self, record):
        return self.counts.get(record.pk)

    def sort_expression(self):
        return self.number(self.grid)

    def sort_field(self):
        return IntegerField()

    def sort_is_nullable(self):
        return False

    def operators(self, grid):
        number = self.number(grid)
        return [kind(number, whole=True) for kind in (Equals, AtLeast, AtMost, Between)]

    def number(self, grid):
        relation = relations_of(grid)[self.relation]
        inner = relation.grid(grid.user, QueryDict())
        return relation.number(grid.user, bind(All(read(self.where)), inner).condition)
