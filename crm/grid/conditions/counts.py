"""How many rows hang on this one, as a column: only those that the reader may see."""

from django.http import QueryDict

from crm.grid.column_types import Number
from crm.grid.conditions.binding import bind
from crm.grid.conditions.numbers import AtLeast, AtMost, Between, Equals
from crm.grid.conditions.reading import read
from crm.grid.conditions.relations import relations_of
from crm.grid.conditions.tree import All


class CountOf(Number):
    """The number of `relation`, those that meet `where` where it is given.

    Loaded for the rows of a page in one query. Rows have no order by it: that would count what
    hangs on every row of the list.
    """

    def __init__(self, label, relation: str, where: str = "", **options):
        self.relation, self.where = relation, where
        super().__init__(label, **{"sortable": False, "shown": False, **options})

    def load(self, records, grid):
        ids = [record.pk for record in records]
        rows = self.model._base_manager.filter(pk__in=ids).annotate(counted=self.number(grid))
        self.counts = dict(rows.values_list("pk", "counted"))

    def value(self, record):
        return self.counts.get(record.pk)

    def operators(self, grid):
        number = self.number(grid)
        return [kind(number, whole=True) for kind in (Equals, AtLeast, AtMost, Between)]

    def number(self, grid):
        relation = relations_of(grid)[self.relation]
        inner = relation.grid(grid.user, QueryDict())
        return relation.number(grid.user, bind(All(read(self.where)), inner).condition)
