"""A database of the bench's own: filled once and kept; copied for a run that writes."""

import time
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection

SECONDARY = """
SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisunique
"""


@contextmanager
def fresh_copy(subject: str, customers: int, fill):
    """The process's connection in a fresh copy of the template, which `fill(customers)` fills
    where there is none; the copy goes afterwards."""
    home = connection.settings_dict["NAME"]
    template = f"{home}_bench_{subject}_{customers}"
    copy = f"{template}_run"
    make_once(template, customers, fill)
    administer(f'DROP DATABASE IF EXISTS "{copy}"')
    administer(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    administer("CHECKPOINT")  # what the copy has still to write would slow down the run
    try:
        with connected_to(copy):
            yield
    finally:
        administer(f'DROP DATABASE IF EXISTS "{copy}"')


@contextmanager
def kept(subject: str, customers: int, fill):
    """The process's connection in a database that `fill(customers)` fills where there is none,
    brought up to today's migrations: for what only reads."""
    name = f"{connection.settings_dict['NAME']}_bench_{subject}_{customers}"
    make_once(name, customers, fill)
    with connected_to(name):
        call_command("migrate", verbosity=0)
        yield


def make_once(name: str, customers: int, fill):
    connection.ensure_connection()  # starts the embedded server
    if exists(name):
        return
    with connected_to(f"{name}_unfinished", anew=True):
        call_command("migrate", verbosity=0)
        fill(customers)
    administer(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')


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


def copied(table: str, columns: str, rows):
    """`copy_in` for a table that nobody reads meanwhile: its indexes are built afterwards, and no
    trigger runs, so the rows must be what the triggers would have made of them."""
    indexes = sql(SECONDARY, table)
    for name, _definition in indexes:
        sql(f'DROP INDEX "{name}"')
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    copy_in(table, columns, rows)
    for _name, definition in indexes:
        sql(definition)
    sql("SET session_replication_role = DEFAULT")
    sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


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
