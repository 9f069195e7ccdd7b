"""What hangs on a list's rows: its own columns are what conditions can ask about it.

Rooms register for the model of the rows, so that every list of such rows has it:

    register_relation(Customer, Relation("activities", _("activities"), ActivityGrid, "customer"))
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce


def everyone(user) -> Q:
    return Q()


class ExistsByRow(Exists):
    """Looked up for each row as it is met. Where it is negated, PostgreSQL would else gather all
    the related rows beforehand, for the sake of a page of fifty."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


class Counted(Case):
    """A number of rows; 0 where none may be seen."""

    never_null = True
    output_field = IntegerField()


@dataclass(frozen=True)
class Relation:
    """Rows of `grid`'s model whose `path` is the `origin` of a row of the list.

    `gate(user)` says of which rows of the list the reader may see what hangs on them: an array
    test on the row itself, since a predicate nested in each related row is misjudged. With
    `is_one` there is one at most, as the customer of an activity.
    """

    key: str
    label: object
    grid: type
    path: str
    origin: str = "pk"
    gate: Callable[[object], Q] = everyone
    is_one: bool = False

    def rows(self, condition: Q):
        """The related rows that exist, of an outer row of the list."""
        mine = {self.path: OuterRef(self.origin)}
        return self.grid.model.objects.living().filter(condition, **mine)

    def exists(self, user, condition: Q) -> Q:
        return self.gate(user) & Q(Exists(self.rows(condition)))

    def none(self, user, condition: Q) -> Q:
        return ~(self.gate(user) & Q(ExistsByRow(self.rows(condition))))

    def at_least(self, user, condition: Q, number: int) -> Q:
        """Whether the last one wanted is there: the others need not be counted."""
        return self.gate(user) & Q(Exists(self.rows(condition)[number - 1 : number]))

    def number(self, user, condition: Q):
        """How many the reader may see, as an expression."""
        counted = self.rows(condition).order_by().values(self.path).annotate(n=Count("pk"))
        found = Coalesce(Subquery(counted.values("n")), Value(0), output_field=IntegerField())
        gate = self.gate(user)
        return Counted(When(gate, then=found), default=Value(0)) if gate else Counted(default=found)


_relations: dict[type, dict[str, Relation]] = {}


def register_relation(model, relation: Relation):
    _relations.setdefault(model, {})[relation.key] = relation


def relations_of(grid) -> dict[str, Relation]:
    return _relations.get(grid.model, {})
