"""The database is killed in the middle of an import: each row is there once, or not, and the
import goes on."""

import os
import signal
import subprocess
import sys
import time

from crm.postgres import Server
from tests.setup.machine import ROOT, ask, command, environment

ROWS = 200
BEGIN = """
import django
django.setup()
from tests.factories import make_import
from tests.imports.conftest import checked
from customers.imports.running import start_writing
staged = checked(make_import(["Name"], [[f"C {{number}}"] for number in range({rows})]))
start_writing(staged)
print(staged.pk)
"""
WRITE = """
import django
django.setup()
from customers.imports import passes, running
passes.CHUNK = 4
running.run_writing({pk})
"""
WRITTEN = "SELECT count(*) FROM customers_customer"
ONCE = """
SELECT array[count(*), count(DISTINCT c.name), count(l.id)]
FROM customers_customer c LEFT JOIN customers_ledgerentry l ON l.customer_id = c.id
"""


def test_an_import_goes_on_after_its_database_was_killed(kept_home):
    assert command("manage.py", "migrate", **environ_of(kept_home)).returncode == 0
    pk = int(run(kept_home, BEGIN.format(rows=ROWS)).stdout)
    assert killed_at_work(kept_home, pk) != 0
    socket = Server(kept_home).start()
    done = ask(socket, WRITTEN)
    assert 0 < done < ROWS and done % 4 == 0
    assert run(kept_home, WRITE.format(pk=pk)).returncode == 0
    assert ask(socket, ONCE) == [ROWS, ROWS, ROWS]
    assert ask(socket, "SELECT state FROM customers_sheetimport") == "done"


def run(home, script):
    return command("-c", script, **environ_of(home))


def environ_of(home) -> dict:
    return {"ZHIBI_HOME": home, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def killed_at_work(home, pk) -> int:
    """What a worker ends with whose database goes away under it."""
    server = Server(home)
    program = [sys.executable, "-c", WRITE.format(pk=pk)]
    with subprocess.Popen(
        program, cwd=ROOT, env=environment(**environ_of(home)), stderr=subprocess.DEVNULL
    ) as worker:
        while ask(server.start(), WRITTEN) < ROWS / 4:
            assert worker.poll() is None
            time.sleep(0.01)
        os.kill(int(server.place.pid_file.read_text().split()[0]), signal.SIGKILL)
        return worker.wait(60)
