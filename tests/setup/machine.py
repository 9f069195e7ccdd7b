"""What the tests of the set-up see of the machine: programs they start, processes and connections."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
# A test says itself what the environment holds.
CLEARED = {
    "DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "PORT", "SECRET_KEY", "ZHIBI_HOME",
    "ZHIBI_POSTGRES",
}  # fmt: skip


def environment(**changes):
    """The environment without our variables, but for `changes`; None takes one out."""
    kept = {key: value for key, value in os.environ.items() if key not in CLEARED}
    return kept | {key: str(value) for key, value in changes.items() if value is not None}


def command(*arguments, **environ):
    """Runs Python with these arguments in the checkout and returns what it said and its exit code."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment(**environ), capture_output=True, text=True, timeout=180,
    )  # fmt: skip


def tell(socket_folder, statement):
    """Has the database carry it out; returns the cursor."""
    address = {"host": socket_folder, "dbname": "zhibi", "user": "zhibi"}
    with psycopg.connect(**address) as connection:
        return connection.execute(statement)


def ask(socket_folder, query):
    """The first value that the database answers."""
    return tell(socket_folder, query).fetchone()[0]


def processes(mark, *, within="environ"):
    """The numbers of the living processes whose environment (or `cmdline`) holds the mark."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and str(mark).encode() in (folder / within).read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found
