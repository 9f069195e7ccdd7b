"""How the rows of a list are deleted: declared by the list, beside its columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Removing:
    """`door(user, pk)` gives the record to delete, `deleted(user, pk)` the deleted one to bring
    back; both raise Http404 to strangers and a refusal to readers. The verbs are given the record
    and `by`."""

    door: Callable[[Any, int], Any]
    put_aside: Callable[..., Any]
    deleted: Callable[[Any, int], Any]
    bring_back: Callable[..., Any]
