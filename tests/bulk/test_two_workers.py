"""Two workers on one run, and one that is killed: every row is done once."""

import os
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from customers.bulk import running
from customers.models import BulkRun, LedgerEntry
from tests.bulk.conftest import make_many, started, states
from tests.factories import make_pool, make_user
from tests.ownership.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 60
WORK = """
import django
django.setup()
from customers.bulk.running import work
work({pk})
"""


@pytest.fixture(autouse=True)
def _in_the_background(monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 1)


def claiming(count) -> BulkRun:
    pool = make_pool("East")
    return started(make_user("Rep", pool), "claim", make_many(count, pool=pool))


def claims() -> int:
    return LedgerEntry.objects.filter(verb="claimed").count()


def worker(pk) -> subprocess.Popen:
    """A process of its own at work on the run, in this test's database."""
    here = connection.settings_dict
    parts = {key: quote(str(here[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")}
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(port=here["PORT"], **parts)
    environ = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", WORK.format(pk=pk)], env=environ)


def test_a_killed_worker_leaves_whole_rows_and_another_ends_the_work():
    run = claiming(ROWS)
    with worker(run.pk) as killed:
        while not claims():
            assert killed.poll() is None
            time.sleep(0.01)
        killed.kill()
    with transaction.atomic():
        BulkRun.objects.select_for_update().get(pk=run.pk)
    half_way = states(run).count("done")
    assert 0 < half_way == claims() < ROWS
    running.work(run.pk)
    assert (states(run), claims()) == (["done"] * ROWS, ROWS)


@pytest.mark.parametrize("repeat", range(3))
def test_two_workers_at_once_do_each_row_once(repeat):
    run = claiming(12)
    assert together(*[lambda: running.work(run.pk)] * 2) == [None, None]
    assert (states(run), claims()) == (["done"] * 12, 12)


def test_stopping_while_it_works_leaves_whole_rows():
    run = claiming(30)
    assert together(lambda: running.work(run.pk), lambda: running.stop(run))[0] is None
    run.refresh_from_db()
    assert run.state in ("stopped", "done")
    assert states(run).count("done") == claims()
    running.work(run.pk)
    assert states(run).count("done") == claims()
