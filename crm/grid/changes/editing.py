"""How the rows of a list are changed: declared by the list, beside its columns."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict

from crm.editing import SEEN, ThreeWayForm, packed


class Doubt(NamedTuple):
    """What somebody should know of a value before or after it is saved; `url` shows more of it."""

    text: str
    url: str = ""


def nothing_doubted(user) -> Callable[[Any, str, Any, Any], list[Doubt]]:
    return lambda record, field, old, new: []


def nothing_covered(user) -> Callable[[Any], Collection[str]]:
    return lambda record: ()


@dataclass(frozen=True)
class Editing:
    """How the rows of a list are changed, by the record's own form.

    `door(user, pk)` gives the record to change; it raises Http404 to strangers and NotAllowed to
    readers. `rows(user)` are those that `user` may change, for lists. `covered(user)` is a
    function from a record to the names of fields that the user does not see whole: what one
    does not see one does not change. `doubts(user)` is a function from a record, the name of a
    field and its plain values before and after to what `user` should know of the new one; it
    serves for many cells.
    """

    form: type[ThreeWayForm]
    door: Callable[[Any, int], Any]
    rows: Callable[[Any], QuerySet]
    covered: Callable[[Any], Callable[[Any], Collection[str]]] = nothing_covered
    doubts: Callable[[Any], Callable[[Any, str, Any, Any], list[Doubt]]] = nothing_doubted

    def form_of(self, record, names: Collection[str], data: QueryDict | None = None, **options):
        """The record's form with the fields `names` only."""
        return self.form.of_fields(names, data, instance=record, **options)

    def form_with(self, record, seen: dict, values: dict):
        """The same, sent with plain `values` by whoever had `seen` the plain values there."""
        return self.form_of(record, values.keys(), posted(values, seen))


def posted(values: dict, seen: dict) -> QueryDict:
    """Plain values as a browser would post them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    data[SEEN] = packed(seen)
    return data
