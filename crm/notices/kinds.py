"""The kinds of notices: every app registers its own, from its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class NoticeKind:
    """What can happen to somebody.

    `label` is the lazy name of the kind, `icon` a Lucide name. `tell(details, count)` makes the
    sentence in the language of whoever reads it; `details` are those given to `notify`, and
    `by`, the name of who did it, "" for the house itself; `count` says how often it happened.
    """

    key: str
    label: Any
    icon: str
    tell: Callable[[dict, int], str]


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> NoticeKind:
    """Adds a kind, or replaces the one of the same key."""
    _kinds[kind.key] = kind
    return kind


def kinds() -> list[NoticeKind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(key: str) -> NoticeKind:
    """The kind of that key; for one that no app registers any more, one that says so little."""
    return _kinds.get(key) or NoticeKind(key, key, "bell", _something)


def is_known(key: str) -> bool:
    return key in _kinds


def _something(details, count) -> str:
    return _("Something happened that this version of Zhibi no longer knows.")
