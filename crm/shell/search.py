"""The search box asks every app what it finds; each provider keeps to what the user may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

LIMIT_WHILE_TYPING = 5
LIMIT_ON_THE_PAGE = 30
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Hit:
    """One thing found. `marks` are (start, end) spans of `title` that matched."""

    title: str
    subtitle: str
    url: str
    marks: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Provider:
    """A kind of thing to be found: `find(user, query, limit)` returns at most `limit` hits."""

    label: Any
    order: int
    find: Callable[[Any, str, int], list[Hit]]


@dataclass(frozen=True)
class Group:
    label: Any
    hits: list[Hit]


_providers: list[Provider] = []


def register(label, order: int, find: Callable[[Any, str, int], list[Hit]]) -> None:
    """Add a provider; registering the same label again replaces it."""
    _providers[:] = [known for known in _providers if known.label != label]
    _providers.append(Provider(label, order, find))


def find(user, query: str, limit: int) -> list[Group]:
    """What `user` may see that matches, grouped by provider, empty groups left out."""
    if not query:
        return []
    groups = [
        Group(provider.label, provider.find(user, query, limit))
        for provider in sorted(_providers, key=lambda provider: provider.order)
    ]
    return [group for group in groups if group.hits]


def cleaned(query: str) -> str:
    """What was typed, without the NUL that PostgreSQL refuses, and no longer than useful."""
    return query.replace("\x00", "").strip()[:LONGEST_QUERY]
