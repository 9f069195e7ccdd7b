"""The places of the product: every app registers its own, the shell draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

RAIL = {"main": "", "manage": _("Manage")}
ACCOUNT = "account"
PRIMARY = "primary"
TABS_ON_A_PHONE = 4


def everybody(user) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """One place. `count(user)` is drawn beside it on every page, so it must be cheap.

    `section` is `main` or `manage` in the rail, `account` in the user's menu, or `primary`, a
    form that the bar of every page opens in the dialog, also by its `key`; `icon` is a Lucide
    name; `visible(user)` decides who is shown the place (the view still checks); entries stand
    in `order` inside their section.
    """

    label: Any
    url_name: str
    icon: str
    section: str = "main"
    order: int = 100
    visible: Callable[[Any], bool] = everybody
    count: Callable[[Any], int | str | None] | None = None
    key: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Pin:
    """A way into a place that the user pinned below it."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Place:
    """An entry as one user sees it on one page; `pins` stand below it."""

    entry: Entry
    count: int | str | None
    is_current: bool
    pins: Sequence["Pin"] = ()


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add a place, or replace the one with the same URL name."""
    known = [*RAIL, ACCOUNT, PRIMARY]
    if entry.section not in known:
        raise ValueError(f"Unknown section {entry.section!r}; there are {', '.join(known)}.")
    _entries[entry.url_name] = entry


def sections_for(user, path: str, pins=None) -> list[tuple[Any, list[Place]]]:
    """The rail: sections with at least one place, as (title, places); `path` is where we are.

    `pins` are what the user put below places, by the places' URL names.
    """
    current = _current(path)
    sections = [
        (title, [_place(entry, user, current, pins or {}) for entry in entries_for(user, section)])
        for section, title in RAIL.items()
    ]
    return [(title, places) for title, places in sections if places]


def entries_for(user, section: str) -> list[Entry]:
    """What `user` is shown of one section, in order."""
    entries = [entry for entry in _entries.values() if entry.section == section]
    return sorted(
        (entry for entry in entries if entry.visible(user)), key=lambda entry: entry.order
    )


def _current(path: str) -> Entry | None:
    """The entry of the rail whose URL is the longest beginning of `path`."""
    rail = [entry for entry in _entries.values() if entry.section in RAIL]
    holding = [entry for entry in rail if path.startswith(entry.url)]
    return max(holding, key=lambda entry: len(entry.url), default=None)


def _place(entry: Entry, user, current: Entry | None, pins) -> Place:
    count = entry.count(user) if entry.count else None
    below = pins.get(entry.url_name, ())
    is_here = entry is current and not any(pin.is_current for pin in below)
    return Place(entry, count, is_here, below)
