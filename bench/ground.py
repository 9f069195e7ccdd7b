"""A database of the bench's own: filled once, kept as a template, copied for every run."""

import time
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection


@contextmanager
def fresh_copy(subject: str, customers: int, fill):
    """The process's connection in a fresh copy of the template, which `fill(customers)` fills
    where there is none; the copy goes afterwards."""
    home = connection.settings_dict["NAME"]
    template = f"{home}_bench_{subject}_{customers}"
    copy = f"{template}_run"
    if not exists(template):
        with connected_to(f"{template}_unfinished", anew=True):
            call_command("migrate", verbosity=0)
            fill(customers)
        administer(f'ALTER DATABASE "{template}_unfinished" RENAME TO "{template}"')
    administer(f'DROP DATABASE IF EXISTS "{copy}"')
    administer(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    try:
        with connected_to(copy):
            yield
    finally:
        administer(f'DROP DATABASE IF EXISTS "{copy}"')


@contextmanager
def connected_to(name: str, anew=False):
    home = connection.settings_dict["NAME"]
    if anew:
        administer(f'DROP DATABASE IF EXISTS "{name}"')
        administer(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home


def exists(name: str) -> bool:
    with administration() as db:
        return bool(db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def administer(statement: str):
    with administration() as db:
        db.execute(statement)


def administration():
    """A connection outside of any transaction, to the server's own database."""
    here = connection.settings_dict
    return psycopg.connect(
        host=here["HOST"],
        port=here["PORT"],
        user=here["USER"],
        password=here["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def copy_in(table: str, columns: str, rows):
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def sql(text: str, *values):
    """Carries out a statement; gives its rows if it has any, else how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def seconds(call) -> tuple[float, object]:
    """How long a call takes, and what it gives."""
    began = time.perf_counter()
    result = call()
    return time.perf_counter() - began, result


@contextmanager
def undone():
    """Whatever is done inside leaves no trace."""
    connection.set_autocommit(False)
    try:
        yield
    finally:
        connection.rollback()
        connection.set_autocommit(True)
