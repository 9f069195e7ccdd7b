"""Two workers on one run, and one that is killed: every row is done once."""

import pytest

from customers.bulk import running
from customers.models import BulkRun, LedgerEntry
from tests.bulk.conftest import make_many, started, states
from tests.factories import make_pool, make_user
from tests.ownership.test_races import together
from tests.workers import killed_once

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 60
WORK = """
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


def test_a_killed_worker_leaves_whole_rows_and_another_ends_the_work():
    run = claiming(ROWS)
    killed_once(claims, WORK.format(pk=run.pk))
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
