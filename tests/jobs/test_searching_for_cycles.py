"""Long work puts Python's search for unused cycles off, and leaves it as it was."""

import gc
import weakref

import pytest

from crm import garbage


class Knot:
    def __init__(self):
        self.itself = self


def test_python_searches_by_itself_again_after_work_that_failed():
    with pytest.raises(ValueError, match="broken"), garbage.search_put_off():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_cycles_are_freed_meanwhile_once_there_are_many(monkeypatch):
    with garbage.search_put_off():
        first = weakref.ref(Knot())
        garbage.search_new()
        assert first() is not None
        monkeypatch.setattr(garbage, "MANY", 0)
        garbage.search_new()
        assert first() is None
