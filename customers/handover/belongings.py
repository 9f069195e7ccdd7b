"""What goes along with customers that are handed over: the rooms above register it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Belongings:
    """Rows of another room that the leaver answers for.

    `figures(leaver, customer_ids)` gives sentences for the preview; `move(leaver, receivers, by)`
    gives those of the customers in `receivers` ({customer: user}, ids) to their receivers and
    returns what to remember as JSON; `take_back(memory, leaver, customer_ids, by)` undoes that
    for some customers, leaving what moved on since.
    """

    key: str
    label: Any
    figures: Callable[..., list[str]]
    move: Callable[..., Any]
    take_back: Callable[..., None]


_registered: dict[str, Belongings] = {}


def register_belongings(belongings: Belongings):
    _registered[belongings.key] = belongings


def all_belongings() -> list[Belongings]:
    return list(_registered.values())
