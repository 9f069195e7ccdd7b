"""Real threads, a real barrier, real transactions."""

import pytest

from customers.imports import passes
from customers.imports.mapping import Mapping
from customers.imports.running import run_check, run_writing, start_check, start_writing
from customers.models import Customer, LedgerEntry
from tests.factories import make_import
from tests.imports.conftest import checked, reloaded
from tests.ownership.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 3)


@pytest.mark.parametrize("repeat", range(3))
def test_two_workers_at_once_import_each_row_once(repeat):
    staged = checked(make_import(["Name"], [[f"C {number}"] for number in range(20)]))
    start_writing(staged)
    assert together(*[lambda: run_writing(staged.pk)] * 2) == [None, None]
    assert (reloaded(staged).state, staged.done) == ("done", 20)
    assert Customer.objects.count() == LedgerEntry.objects.count() == 20


def test_two_workers_at_once_check_each_row_once():
    staged = make_import(["Name"], [[f"C {number}"] for number in range(20)])
    start_check(staged, Mapping.of(staged))
    assert together(*[lambda: run_check(staged.pk)] * 2) == [None, None]
    assert (reloaded(staged).state, staged.good) == ("checked", 20)


def test_two_presses_of_import_start_one():
    staged = checked(make_import(["Name"], [["A"]]))
    results = together(*[lambda: start_writing(staged)] * 2)
    refusal = next(result for result in results if result is not None)
    assert results.count(None) == 1
    assert "it is being imported" in str(refusal)
