"""Keyset paging: a page begins after a row, not at a number, so that no row is skipped or
shown twice while others are changed, and a deep page costs what the first one costs."""

import base64
import json
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from crm.grid.keyset import Wanted
from crm.grid.ordering import Ordering


class BadCursor(ValueError):
    """The text in the URL names no place in this order."""


@dataclass(frozen=True)
class Place:
    """A row's place in an order: its values in the order's terms, and its id."""

    keys: tuple
    pk: int

    def encode(self, ordering: Ordering) -> str:
        """A text that only this order understands. Signed: what comes back is compared with the
        columns as it is, and no check of ours knows all that PostgreSQL would not compare."""
        # Django's encoder cuts instants to milliseconds: the same row would come again.
        text = json.dumps([*self.keys, self.pk], default=str, separators=(",", ":"))
        return signer(ordering).sign(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))

    @classmethod
    def decode(cls, text: str, ordering: Ordering):
        """Reads what `encode` wrote for the order. Raises BadCursor on anything else."""
        try:
            packed = signer(ordering).unsign(text)
        except BadSignature as error:
            raise BadCursor(text) from error
        *keys, pk = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        fields = [term.column.sort_field() for term in ordering.terms]
        return cls(tuple(map(_as_python, fields, keys)), pk)


@dataclass
class Page:
    """Rows in order, and the cursors of the pages before and after (None: there is none).
    `is_past`: it was to begin beyond a row, and nothing is there any more."""

    rows: list
    before: str | None = None
    after: str | None = None
    is_past: bool = False

    @classmethod
    def of(cls, rows, places: list[Place], wanted: Wanted, *, follows: bool):
        """Of what was found for `wanted`, which asks for one row more than a page has: `rows` by
        their id, and the `places` in the order walked. `follows`: rows lie behind its beginning."""
        more, places = len(places) >= wanted.size, places[: wanted.size - 1]
        if wanted.backwards:
            places.reverse()
        before, after = (more, follows) if wanted.backwards else (follows, more)
        ordering = wanted.ordering
        return cls(
            [rows[place.pk] for place in places if place.pk in rows],
            before=places[0].encode(ordering) if places and before else None,
            after=places[-1].encode(ordering) if places and after else None,
            is_past=bool(wanted.keys and not places),
        )


def signer(ordering: Ordering) -> Signer:
    model = ordering.terms[0].column.model._meta.label
    return Signer(salt=f"place by {model} {ordering}", sep=".")


def _as_python(field, key):
    return None if key is None else field.to_python(key)
