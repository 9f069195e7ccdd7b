"""Worker processes in a test's own database, that may be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import quote

from django.db import connection

# As their connections are called: a browser test may have left one of its own open.
NAME = "a worker of a test"
CONNECTED = """
SELECT EXISTS (
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s
)
"""
SECONDS_TO_SETTLE = 60


def worker(code: str, **options) -> subprocess.Popen:
    """Another process that runs `code` once Django is set up."""
    here = connection.settings_dict
    parts = {key: quote(str(here[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")}
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(port=here["PORT"], **parts)
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PGAPPNAME": NAME}
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env=os.environ | own, **options,
    )  # fmt: skip


def killed_once(got_on: Callable[[], object], code: str):
    """Runs a worker, and kills it as soon as it got on."""
    with worker(code) as killed:
        while not got_on():
            assert killed.poll() is None
            time.sleep(0.01)
        killed.kill()
    settle()


def settle():
    """Waits until the server has dropped what a dead worker had in hand."""
    end = time.monotonic() + SECONDS_TO_SETTLE
    while is_connected():
        assert time.monotonic() < end, "The server still works for a worker that is dead."
        time.sleep(0.01)


def is_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CONNECTED, [NAME])
        return cursor.fetchone()[0]
