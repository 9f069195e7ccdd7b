"""What would help where something was refused: one button beside the sentence.

The shell knows no requests; an app that takes them registers, from its `AppConfig.ready`, a
finder that reads the refusal's `ask` and the URL that was refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Remedy:
    """A button that POSTs to `url`."""

    label: Any
    url: str


_finders: list[Callable[..., Remedy | None]] = []


def register_finder(find: Callable[..., Remedy | None]):
    """Register `find(request, refusal)`. Use as a decorator."""
    _finders.append(find)
    return find


def remedy_for(request, refusal) -> Remedy | None:
    """The first remedy anybody knows for `refusal` in answer to `request`."""
    if not getattr(refusal, "ask", ""):
        return None
    return next(filter(None, (find(request, refusal) for find in _finders)), None)
