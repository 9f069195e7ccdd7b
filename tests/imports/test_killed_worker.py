"""A worker is killed in the middle of an import: no row is lost, and none is there twice."""

import time
from random import Random

import pytest

from customers.imports.mapping import Mapping
from customers.imports.running import (
    run_check,
    run_undoing,
    run_writing,
    start_check,
    start_undoing,
    start_writing,
)
from customers.models import Customer, LedgerEntry
from tests.factories import make_customer, make_import
from tests.imports.conftest import checked, reloaded
from tests.workers import killed_once, settle, worker

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 300
RUN = {"run_check": run_check, "run_writing": run_writing, "run_undoing": run_undoing}
WORK = """
from customers.imports import passes, running
passes.CHUNK = 2
running.{work}({pk})
"""


def working(pk, work="run_writing") -> str:
    return WORK.format(pk=pk, work=work)


def test_a_killed_worker_leaves_whole_chunks_and_another_ends_the_work():
    staged = checked(make_import(["Name"], [[f"C {number}"] for number in range(ROWS)]))
    start_writing(staged)
    killed_once(Customer.objects.exists, working(staged.pk))
    half_way = Customer.objects.count()
    assert 0 < half_way < ROWS
    assert (reloaded(staged).state, staged.done) == ("writing", half_way)
    run_writing(staged.pk)
    names = set(Customer.objects.values_list("name", flat=True))
    assert len(names) == Customer.objects.count() == LedgerEntry.objects.count() == ROWS


@pytest.mark.parametrize("seed", range(2))
def test_workers_killed_at_any_moment_check_write_and_undo_every_row_once(seed):
    """Each is killed after some chunks, in whichever statement it is then."""
    rng, known = Random(seed), make_customer("Known", address="Old")
    rows = [[f"C {number}", "Road"] for number in range(ROWS)]
    rows[rng.randrange(ROWS)] = ["Known", "New"]
    staged = make_import(["Name", "Address"], rows)
    start_check(staged, Mapping.of(staged), policy="overwrite")
    killed_until_done(staged, "run_check", "checked", rng)
    assert staged.counts == {"new": ROWS - 1, "changed": 1}
    start_writing(staged)
    killed_until_done(staged, "run_writing", "done", rng)
    assert Customer.objects.count() == Customer.objects.values("name").distinct().count() == ROWS
    assert LedgerEntry.objects.filter(verb="created", details__file=staged.filename).count() == (
        ROWS - 1
    )
    assert Customer.objects.get(pk=known.pk).version == 2
    start_undoing(staged, by=staged.uploaded_by)
    killed_until_done(staged, "run_undoing", "undone", rng)
    assert LedgerEntry.objects.filter(verb="deleted").count() == ROWS - 1
    left = Customer.objects.get(deleted_at=None)
    assert (left.pk, left.address, left.version) == (known.pk, "Old", 3)


def killed_until_done(staged, work, end, rng, times=2):
    """Kills some workers, each once it got on; the last one may end the work."""
    for _time in range(times):
        before = reloaded(staged).done
        with worker(working(staged.pk, work)) as killed:
            wait_until_on(staged, before, killed)
            time.sleep(rng.random() / 20)
            killed.kill()
        settle()
    RUN[work](staged.pk)
    assert (reloaded(staged).state, staged.done) == (end, staged.expected)


def wait_until_on(staged, before, running):
    while reloaded(staged).done == before and running.poll() is None:
        time.sleep(0.01)
