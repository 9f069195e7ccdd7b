"""A worker is killed in the middle of an import: no row is lost, and none is there twice."""

import os
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from customers.imports.running import run_writing, start_writing
from customers.models import Customer, LedgerEntry, SheetImport
from tests.factories import make_import
from tests.imports.conftest import checked, reloaded

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 300
WORK = """
import django
django.setup()
from customers.imports import passes, running
passes.CHUNK = 2
running.run_writing({pk})
"""


def worker(pk) -> subprocess.Popen:
    """A process of its own at work on the import, in this test's database."""
    here = connection.settings_dict
    parts = {key: quote(str(here[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")}
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(port=here["PORT"], **parts)
    environ = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", WORK.format(pk=pk)], env=environ)


def settle(staged):
    """Waits until the server has dropped what the dead worker had in hand."""
    with transaction.atomic():
        SheetImport.objects.select_for_update().get(pk=staged.pk)


def test_a_killed_worker_leaves_whole_chunks_and_another_ends_the_work():
    staged = checked(make_import(["Name"], [[f"C {number}"] for number in range(ROWS)]))
    start_writing(staged)
    with worker(staged.pk) as killed:
        while not Customer.objects.exists():
            assert killed.poll() is None
            time.sleep(0.01)
        killed.kill()
    settle(staged)
    half_way = Customer.objects.count()
    assert 0 < half_way < ROWS
    assert (reloaded(staged).state, staged.done) == ("writing", half_way)
    run_writing(staged.pk)
    names = set(Customer.objects.values_list("name", flat=True))
    assert len(names) == Customer.objects.count() == LedgerEntry.objects.count() == ROWS
