"""Two chunks are written at a time, and what is in is always a beginning of the sheet."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from crm.people.models import User
from customers.imports import passes
from customers.imports.running import run_writing, start_writing, stop
from customers.imports.writing import lanes
from customers.models import Category, Customer, LedgerEntry
from tests.factories import make_axis, make_category, make_customer, make_import
from tests.imports.conftest import checked, reloaded

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN_AND_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
"""


@pytest.fixture(autouse=True)
def _small_chunks_in_two_lanes(monkeypatch):
    """Whatever the machine has."""
    monkeypatch.setattr(passes, "CHUNK", 2)
    monkeypatch.setattr(lanes, "LANES", 2)


def begun(header, rows, **policies):
    staged = checked(make_import(header, rows), **policies)
    start_writing(staged)
    return staged


def begun_with_one_that_is_known():
    """The customer that the first row changes, and an import of three chunks."""
    known = make_customer("Known", address="Old")
    rows = [["Known", "New"], *([f"C {number}", "Road"] for number in range(5))]
    return known, begun(["Name", "Address"], rows, policy="overwrite")


def elsewhere(action, *args) -> threading.Thread:
    """By another connection."""

    def run():
        try:
            action(*args)
        finally:
            connection.close()

    return threading.Thread(target=run)


@contextmanager
def held(customer):
    """Somebody else has the customer in hand."""
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        yield


def wait_for_the_second_chunk():
    while not waiting():
        time.sleep(0.01)


def waiting() -> int:
    with connection.cursor() as cursor:
        # A transaction sees the others as they were when it first looked.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WRITTEN_AND_WAITING)
        return cursor.fetchone()[0]


def test_every_row_is_in_once_and_refused_ones_are_counted():
    mood = make_axis("mood", "Mood")
    make_category(mood, "Glad")
    make_category(mood, "Grim")
    rows = [[f"C {number}", "Grim" if number == 5 else "Glad"] for number in range(11)]
    staged = begun(["Name", "Mood"], rows)
    Category.objects.get(name_en="Grim").archive()
    run_writing(staged.pk)
    assert (reloaded(staged).state, staged.done, staged.bad) == ("done", 10, 1)
    assert Customer.objects.count() == LedgerEntry.objects.count() == 10


def test_a_chunk_that_is_written_first_is_not_in_before_the_one_above_it():
    known, staged = begun_with_one_that_is_known()
    worker = elsewhere(run_writing, staged.pk)
    with held(known):
        worker.start()
        wait_for_the_second_chunk()
        assert Customer.objects.count() == 1
        assert reloaded(staged).committed_to == 0
    worker.join()
    assert (reloaded(staged).state, staged.done) == ("done", 6)
    assert Customer.objects.get(name="Known").address == "New"


def test_work_that_is_stopped_leaves_nothing_of_either_chunk():
    known, staged = begun_with_one_that_is_known()
    worker, stopper = elsewhere(run_writing, staged.pk), elsewhere(stop, staged)
    with held(known):
        worker.start()
        wait_for_the_second_chunk()
        stopper.start()
        stopper.join()
    worker.join()
    assert (reloaded(staged).state, staged.done, Customer.objects.count()) == ("stopped", 0, 1)
    start_writing(staged)
    run_writing(staged.pk)
    assert (reloaded(staged).state, Customer.objects.count()) == ("done", 6)


def test_a_row_meets_what_the_chunk_above_it_made():
    rows = [[f"C {number // 2}", f"{number} Road"] for number in range(1, 12)]
    staged = begun(["Name", "Address"], rows, policy="overwrite")
    assert (staged.counted("new"), staged.counted("changed")) == (6, 5)
    run_writing(staged.pk)
    assert (reloaded(staged).state, staged.done, staged.bad) == ("done", 11, 0)
    written = Customer.objects.order_by("pk").values_list("address", flat=True)
    assert list(written) == [f"{number} Road" for number in (1, 3, 5, 7, 9, 11)]


def test_somebody_whom_many_chunks_name_is_made_once():
    rows = [[f"C {number}", "老王"] for number in range(9)]
    run_writing(begun(["Name", "Created by"], rows).pk)
    nobody = User.objects.get(display_name="老王")
    assert Customer.objects.filter(created_by=nobody).count() == 9


def test_lanes_in_each_others_way_leave_the_rest_to_be_written_without_them(monkeypatch):
    monkeypatch.setattr(lanes, "NOT_FOR_EVER", "SET LOCAL lock_timeout = '50ms'")
    known, staged = begun_with_one_that_is_known()
    worker = elsewhere(run_writing, staged.pk)
    with held(known):
        worker.start()
        time.sleep(0.3)
    worker.join()
    assert (reloaded(staged).state, staged.done, Customer.objects.count()) == ("done", 6, 6)
