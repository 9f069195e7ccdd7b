"""Orders by several columns, each rising or falling, and always by `pk` in the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import F, Func, Value

MOST_KEYS = 4


@dataclass(frozen=True)
class Term:
    """One column to order by; empty values come last in either direction."""

    column: object
    descending: bool = False

    def __str__(self):
        return f"-{self.column.name}" if self.descending else self.column.name

    @property
    def is_nullable(self) -> bool:
        return self.column.sort_is_nullable()

    def expression(self, small: bool):
        """The value to order by. A small set hides it from its index: the planner would walk the
        index for rows that are rare in it."""
        expression = self.column.sort_expression()
        return hidden_from_index(expression, self.column.sort_field()) if small else expression


@dataclass(frozen=True)
class Ordering:
    """Terms, the weightiest first; rows equal in all of them stand by `pk`, in the direction
    of the last term."""

    terms: tuple[Term, ...]

    def __str__(self):
        return ",".join(map(str, self.terms))

    @property
    def names(self) -> list[str]:
        return [f"sort_key_{place}" for place in range(len(self.terms))]

    def term_of(self, column) -> Term | None:
        """The term of that column; None if it is none of the order."""
        return next((term for term in self.terms if term.column.name == column.name), None)

    def rank_of(self, column) -> int:
        """Its place among several terms, from 1 on; 0 where there is only one, or none of it."""
        names = [term.column.name for term in self.terms]
        return names.index(column.name) + 1 if column.name in names and len(names) > 1 else 0

    def others(self, column) -> list[Term]:
        """The terms of the other columns."""
        return [term for term in self.terms if term.column.name != column.name]

    @property
    def falls_by_pk(self) -> bool:
        return self.terms[-1].descending

    def keyed(self, rows, *, small=False):
        """`rows`, each with its value of every term under `names`."""
        return rows.annotate(
            **{
                name: term.expression(small)
                for name, term in zip(self.names, self.terms, strict=True)
            }
        )

    def apply(self, rows, *, small=False):
        """`rows` in this order, the whole of them."""
        terms = [
            F(name).desc(nulls_last=term.is_nullable or None)
            if term.descending
            else F(name).asc(nulls_last=term.is_nullable or None)
            for name, term in zip(self.names, self.terms, strict=True)
        ]
        last = "-pk" if self.falls_by_pk else "pk"
        return self.keyed(rows, small=small).order_by(*terms, last)

    @property
    def is_costly(self) -> bool:
        """Whether the values to order by are each a query of their own."""
        return any(term.column.sort_is_costly for term in self.terms)

    def is_walked(self, conditions: Sequence = (None,)) -> bool:
        """Whether an index leads through many rows in this order. `conditions` are those that
        all the rows keep, and for which a partial index serves as well."""
        return self.terms[0].column.sort_is_indexed(conditions)


def hidden_from_index(expression, field):
    """The same value in a form that no index on the column answers."""
    field = getattr(field, "output_field", field)
    if isinstance(field, models.DateTimeField):
        return expression + Value(timedelta(0))
    if isinstance(field, models.CharField | models.TextField):
        # Not Concat, which makes an empty text of a value that is missing.
        return Func(expression, template="(%(expressions)s || '')", output_field=models.TextField())
    if isinstance(field, models.IntegerField | models.DecimalField):
        return Func(expression, template="(%(expressions)s + 0)", output_field=field)
    return expression
