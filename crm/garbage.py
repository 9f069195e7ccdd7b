"""Python's search for unused cycles, put off while very many objects come and go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 200_000


@contextmanager
def search_put_off() -> Iterator[None]:
    """Nothing is looked through but what `search_new` does: by itself Python would spend a third
    of the time of work that makes rows by the thousand, and find nothing that is unused."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def search_new():
    """Frees the cycles among what was made since the last time, once that is much."""
    if gc.get_count()[0] > MANY:
        gc.collect(0)
