"""What a clock of release can measure; the rooms above register what they know of.

A clock is SQL because a million customers are asked at once. In its text `c` is the customer's
row and `own.day` the day its owner got it; values are bound, never written into the text.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from customers.rules.sections import Resets


class Binding:
    """Collects the values of one statement; gives each the placeholder that stands for it."""

    def __init__(self):
        self.values: dict[str, Any] = {}

    def __call__(self, value, cast: str) -> str:
        """The placeholder of `value`, cast to an SQL type: a bare NULL or list has none."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s::{cast}"

    def local_day(self, instant: str) -> str:
        """SQL for the day of an instant in the house's time zone."""
        return f"({instant} AT TIME ZONE {self(settings.TIME_ZONE, 'text')})::date"


@dataclass(frozen=True)
class Remedy:
    """What an owner can do to keep a customer: the clocks it starts anew today, those it stops,
    and what it makes of the customer. `url_name` is the form for it, given the customer's id."""

    key: str
    label: Any
    url_name: str
    in_dialog: bool = False
    renews: frozenset[str] = field(default_factory=frozenset)
    stops: frozenset[str] = field(default_factory=frozenset)
    wins: bool = False
    opens: bool = False
    plans: bool = False
    query: str = ""


@dataclass(frozen=True)
class Clock:
    """One kind of time without something.

    `start(bind, resets)` is SQL for the day its time began: a date, NULL while it does not run.
    A start before `own.day` counts as that day: nobody answers for another's time.
    """

    key: str
    label: Any
    start: Callable[[Binding, Resets], str]
    by_activity: bool = False


_clocks: dict[str, Clock] = {}
_remedies: dict[str, Remedy] = {}
_activity_kinds: list[tuple[str, Any]] = []
_steps: list[Callable[[Binding, str, str], str]] = []


def register_clock(clock: Clock):
    _clocks[clock.key] = clock


def register_remedy(remedy: Remedy):
    _remedies[remedy.key] = remedy


def register_activity_kinds(choices):
    """(key, label) of every kind of activity a rule may let reset its clocks."""
    _activity_kinds[:] = choices


def register_first_step(day: Callable[[Binding, str, str], str]):
    """`day(bind, start, none)` is SQL for the day of the first next step planned since `start`, an
    SQL date: of that one only, so that planning again holds no longer. NULL if it is gone,
    the SQL date `none` if there was never one."""
    _steps[:] = [day]


def clocks() -> list[Clock]:
    """All clocks, in the order in which they were registered."""
    return list(_clocks.values())


def clock(key: str) -> Clock | None:
    return _clocks.get(key)


def remedies() -> list[Remedy]:
    return list(_remedies.values())


def activity_kinds() -> list[tuple[str, Any]]:
    return list(_activity_kinds)


def first_step(bind: Binding, start: str, none: str = "NULL::date") -> str:
    return _steps[0](bind, start, none) if _steps else none
