"""What a room keeps in the database besides rows and migrations, such as an index an admin asked for."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Extra:
    """`take_down` is called in a restore's transaction, before the old rows go, and must bear tables
    of an older state; `make` follows from the restored rows, after everything else."""

    take_down: Callable[[], None]
    make: Callable[[], None]


EXTRAS: list[Extra] = []


def register(extra: Extra):
    EXTRAS.append(extra)
