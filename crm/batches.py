"""Long rows of anything, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """As itertools' of Python 3.12, in lists."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
