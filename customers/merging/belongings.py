"""What moves along when a customer goes into another: each room registers its own.

A test walks every foreign key to a customer and fails if one is neither moved nor said to stay.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

CONTACT = "customers.Contact"
# By model the rows that go back to another contact: {id: (the one they are at, that one)}.
Returning = dict[str, dict[int, tuple[int, int]]]


def everything(rows, survivor) -> QuerySet:
    return rows


def nothing_in_the_way(rows, survivor) -> list:
    return []


def nothing_to_put_right(memory, gone):
    """No row was changed."""


@dataclass(frozen=True)
class Belongings:
    """The rows of `model` ("sales.Order") that hang on a customer by the foreign key `field`.

    `choose(rows, survivor)` leaves out what stays behind. `make_way(rows, survivor)` changes what
    cannot stand beside the survivor's rows and returns JSON, `foretell` says it beforehand in
    sentences; `put_right(memory, gone)` takes it back for the rows that are at `gone` again.
    """

    model: str
    field: str = "customer"
    choose: Callable[..., QuerySet] = everything
    make_way: Callable[..., list] = nothing_in_the_way
    put_right: Callable[..., None] = nothing_to_put_right
    foretell: Callable[..., list[str]] = nothing_in_the_way

    @property
    def model_class(self) -> Any:
        return apps.get_model(self.model)

    @property
    def label(self):
        return self.model_class._meta.verbose_name_plural

    def at(self, customer_id) -> QuerySet:
        """All rows there, deleted ones too."""
        return self.model_class._base_manager.filter(**{self.field: customer_id}).order_by("pk")

    def moving(self, gone, survivor) -> QuerySet:
        return self.choose(self.at(gone.pk), survivor)

    def move(self, ids, to):
        self.model_class._base_manager.filter(pk__in=ids).update(**{self.field: to})


@dataclass(frozen=True)
class Link:
    """Two foreign keys (or "pk") of a `model` whose rows must be of one customer, or neither goes
    back without the other."""

    model: str
    left: str
    right: str

    def pairs(self, moved: dict[str, set[int]], returning: Returning) -> Iterator[tuple]:
        """((model, id), (model, id)) of every pair of which one is among `moved`, as it is once
        the rows `returning` to a contact are back at it."""
        model = apps.get_model(self.model)
        names = (self.left, self.right)
        kinds = [self._kind(model, name) for name in names]
        back = returning.get(self.model, {})
        rows = model._base_manager.filter(pk__in=back)
        for name, kind in zip(names, kinds, strict=True):
            rows |= model._base_manager.filter(**{f"{name}__in": moved.get(kind, ())})
        for pk, *ends in rows.filter(**{f"{self.right}__isnull": False}).values_list("pk", *names):
            ours, theirs = back.get(pk, (None, None))
            found = (theirs if kind == CONTACT and end == ours else end
                     for kind, end in zip(kinds, ends, strict=True))  # fmt: skip
            yield tuple(zip(kinds, found, strict=True))

    def _kind(self, model, name) -> str:
        return (model if name == "pk" else model._meta.get_field(name).related_model)._meta.label


_moving: dict[str, Belongings] = {}
_staying: dict[str, str] = {}
_links: list[Link] = []
_afterwards: list[Callable[[list[int]], None]] = []


def register_moving(*belongings: Belongings, links=()):
    """In the order in which they move."""
    _moving.update({one.model: one for one in belongings})
    _links.extend(links)


def register_staying(key: str, reason: str):
    """Rows that stay with the customer put aside: `key` is "app.Model.field"."""
    _staying[key] = reason


def after_moving(act: Callable[[list[int]], None]):
    """`act([ids of both customers])` once the rows are where they belong."""
    _afterwards.append(act)
    return act


def all_moving() -> list[Belongings]:
    return list(_moving.values())


def all_links() -> list[Link]:
    return _links


def answered_for() -> set[str]:
    """Every foreign key of which a room says what becomes of it, as "app.Model.field"."""
    return {f"{one.model}.{one.field}" for one in all_moving()} | _staying.keys()


def settle(customer_ids: list[int]):
    for act in _afterwards:
        act(customer_ids)
