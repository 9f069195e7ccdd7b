"""Keyset paging: a page begins after a row, not at a number, so that no row is skipped or
shown twice while others are changed, and a deep page costs what the first one costs."""

import base64
import json
from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Func, Q, Value


class BadCursor(ValueError):
    """The text in the URL names no place in this order."""


@dataclass(frozen=True)
class Ordering:
    """One column and `pk`, both in the same direction; empty values always come last."""

    column: object
    descending: bool

    def apply(self, rows, *, backwards=False, small=False):
        """`rows` in this order, each with its `sort_key`. A small set hides the column from
        its index: the planner would walk the index for rows that are rare in it."""
        expression = self.column.sort_expression()
        if small:
            expression = hidden_from_index(expression, self.column.sort_field())
        falling = self.descending != backwards
        rows = rows.annotate(sort_key=expression)
        return rows.order_by(self._term(falling, backwards), "-pk" if falling else "pk")

    def _term(self, falling, backwards):
        nulls = {}
        if self.column.sort_is_nullable():
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return F("sort_key").desc(**nulls) if falling else F("sort_key").asc(**nulls)

    def beyond(self, place: "Place", *, backwards=False) -> Q:
        """Rows that come after `place`, or before it when walking backwards."""
        further = "lt" if self.descending != backwards else "gt"
        past = Q(**{f"pk__{further}": place.pk})
        if place.key is None:
            among_empty = Q(sort_key__isnull=True) & past
            return among_empty | Q(sort_key__isnull=False) if backwards else among_empty
        rows = Q(**{f"sort_key__{further}": place.key}) | (Q(sort_key=place.key) & past)
        if self.column.sort_is_nullable() and not backwards:
            rows |= Q(sort_key__isnull=True)
        return rows


@dataclass(frozen=True)
class Place:
    """A row's place in an order: its sort key and its id."""

    key: object
    pk: int

    @classmethod
    def of(cls, record):
        return cls(record.sort_key, record.pk)

    def encode(self, column) -> str:
        """A text that only this order understands. Signed: what comes back is compared with the
        column as it is, and no check of ours knows all that PostgreSQL would not compare."""
        # Django's encoder cuts instants to milliseconds: the same row would come again.
        text = json.dumps([self.key, self.pk], default=str, separators=(",", ":"))
        return signer(column).sign(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))

    @classmethod
    def decode(cls, text: str, column):
        """Reads what `encode` wrote for the column. Raises BadCursor on anything else."""
        try:
            packed = signer(column).unsign(text)
        except BadSignature as error:
            raise BadCursor(text) from error
        key, pk = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return cls(None if key is None else column.sort_field().to_python(key), pk)


def signer(column) -> Signer:
    return Signer(salt=f"place by {column.model._meta.label} {column.name}", sep=".")


@dataclass
class Page:
    """Rows in order, and the cursors of the pages before and after (None: there is none)."""

    rows: list
    before: str | None = None
    after: str | None = None
    starts: bool = True


def page_of(rows, ordering, *, after=None, before=None, small=False, size) -> Page:
    """The page of `rows` that begins after one Place, ends before another, or is the first."""
    backwards = before is not None
    place = before or after
    ordered = ordering.apply(rows, backwards=backwards, small=small)
    if place:
        ordered = ordered.filter(ordering.beyond(place, backwards=backwards))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], starts=place is None)
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return Page(
        found,
        before=Place.of(found[0]).encode(ordering.column) if has_before else None,
        after=Place.of(found[-1]).encode(ordering.column) if has_after else None,
        starts=not has_before,
    )


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
