"""An export is one moment of the database, survives its worker, and needs little memory."""

import subprocess
import threading
import time

import pytest
from django.db import close_old_connections, connection
from django.http import QueryDict

from crm.grid.exporting import files, running, tables
from crm.grid.exporting.answering import TooSlow, answer, streamed
from crm.grid.exporting.models import ExportRecord
from crm.grid.exporting.recording import record_of
from customers.grids import CustomerGrid
from customers.models import Customer
from tests.exports.conftest import ask, content_of, last, make_many, names_of
from tests.factories import make_customer, make_pool, make_user
from tests.workers import worker

pytestmark = pytest.mark.django_db(transaction=True)

WORK = """
from crm.grid.exporting import running, tables
tables.CHUNK = 2
{before}
running.work({pk})
{after}
"""
SLOWLY = """
import time
note = running.Progress.note
def slowly(self, rows):
    note(self, rows)
    time.sleep(0.2)
running.Progress.note = slowly
"""
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
FILL = """
INSERT INTO customers_customer (name, {fields})
SELECT 'Flat ' || number, {fields} FROM customers_customer, generate_series(1, %s) AS number
WHERE customers_customer.id = %s
"""


@pytest.fixture
def rep(transactional_db):
    return make_user("Rep", team=make_pool("East"))


def exporter(pk, before="", after="", **options) -> subprocess.Popen:
    """A worker at the export, in this test's folder."""
    there = (
        f"from django.conf import settings; settings.MEDIA_ROOT = {str(files.folder().parent)!r}"
    )
    return worker(WORK.format(pk=pk, before=f"{there}\n{before}", after=after), **options)


def beside(act):
    """Does something in a transaction of its own, as somebody else would."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_what_changes_meanwhile_changes_nothing_in_the_file(rep, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 2)
    monkeypatch.setattr("crm.grid.exporting.answering.PIECE", 1)
    make_many(rep, 6)
    grid = CustomerGrid(rep, QueryDict("sort=name&cols=name"))
    body = streamed(record_of(grid, "csv", state="working"), grid)
    head = [next(body), next(body), next(body)]
    beside(lambda: Customer.objects.filter(name__gt="Works 003").update(name="Changed"))
    beside(lambda: make_customer("Works 0035", owner=rep))
    names = names_of(b"".join([*head, *body]))
    assert names == [f"Works {number:03}" for number in range(6)]
    assert last().state == "done"


def test_a_killed_worker_leaves_no_file_and_another_begins_anew(rep):
    make_many(rep, 30)
    ask(rep, background="1", cols="name", query="sort=name")
    with exporter(last().pk, before=SLOWLY) as killed:
        while not last().rows:
            assert killed.poll() is None
            time.sleep(0.02)
        killed.kill()
    assert (last().state, last().file) == ("working", "")
    assert all(path.suffix == ".part" for path in files.folder().iterdir())
    running.work(last().pk)
    assert (last().state, last().rows) == ("done", 30)
    content = files.path_of(last()).read_bytes()
    assert names_of(content) == [f"Works {number:03}" for number in range(30)]


def test_of_two_workers_at_once_one_ends_it(rep):
    make_many(rep, 10)
    ask(rep, background="1")
    pk = last().pk
    both = [threading.Thread(target=alone, args=[pk]) for _number in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert last().state == "done"
    assert [path.name for path in files.folder().iterdir()] == [last().file]


def alone(pk):
    try:
        running.work(pk)
    finally:
        close_old_connections()
        connection.close()


def test_what_takes_too_long_is_offered_to_a_job(rep, monkeypatch, settings):
    settings.EXPORT_SECONDS = 1
    make_many(rep, 1)
    slow = CustomerGrid.in_order
    sleeping = "pg_sleep(2) IS NOT NULL"
    monkeypatch.setattr(CustomerGrid, "in_order", lambda grid: slow(grid).extra(where=[sleeping]))
    for kind in ("csv", "xlsx"):
        with pytest.raises(TooSlow, match="background"):
            answer(CustomerGrid(rep, QueryDict()), kind)
        assert last().state == "failed"
    response = ask(rep)
    assert response.url == last().get_absolute_url()
    assert (last().state, last().is_by_job) == ("waiting", True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_fifty_thousand_rows_take_no_more_memory_than_few(rep, kind):
    """Holding the rows, let alone the cells, would take hundreds of MiB."""
    first = make_customer("Flat 0", owner=rep)
    few = peak_of(rep, kind)
    fill(first, 50_000)
    many = peak_of(rep, kind)
    assert last().rows == 50_001
    assert many - few < 60 * 1024


def fill(customer, count):
    """Many more like this one, by one statement."""
    columns = [field.column for field in Customer._meta.concrete_fields]
    fields = ", ".join(name for name in columns if name not in ("id", "name"))
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(fields=fields), [count, customer.pk])


def peak_of(rep, kind) -> int:
    """The highest resident size of a worker that writes the list, in KiB."""
    ask(rep, kind, background="1", cols="name,owner,phones,created")
    before = "tables.CHUNK = 2_000"
    process = exporter(last().pk, before=before, after=PEAK, stdout=subprocess.PIPE, text=True)
    out, _err = process.communicate()
    assert process.returncode == 0
    assert last().state == "done"
    return int(out)


def test_the_record_is_there_before_the_file(rep):
    make_many(rep, 1)
    response = ask(rep)
    assert ExportRecord.objects.filter(by=rep, grid="customers").exists()
    content_of(response)
