"""An index for each own field that lists sort by, made and dropped in the background.

CREATE INDEX CONCURRENTLY holds nobody up, but a worker killed in the middle leaves an index that
is kept up and never used. So the state on the field is only said to be ready after the catalogue
said the index is valid, and every run begins by dropping what an earlier one left.
"""

import logging

from django.db import DatabaseError, connection
from django.db.models import F, Index, Q
from procrastinate.contrib.django import app

from customers.models import OwnField
from customers.models.own_field import hosts

logger = logging.getLogger(__name__)
State = OwnField.IndexState

IS_VALID = """
    SELECT i.indisvalid FROM pg_index i
    WHERE i.indexrelid = to_regclass(quote_ident(%s))
"""
ALL_INDEXES = """
    SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname ~ %s
"""
PROGRESS = """
    SELECT p.blocks_done + p.tuples_done, p.blocks_total + p.tuples_total
    FROM pg_stat_progress_create_index p JOIN pg_class c ON c.oid = p.index_relid
    WHERE p.datname = current_database() AND c.relname = %s
"""


def ask_for(field: OwnField):
    """Sends the making of its index to a worker, in the caller's transaction."""
    field.is_sorted, field.index_state = True, State.MAKING
    field.save(update_fields=["is_sorted", "index_state"])
    defer(field)


def send_away(field: OwnField):
    """From now on nothing counts on the index; a worker drops it."""
    field.index_state = State.NONE
    field.save(update_fields=["index_state"])
    defer(field)


def defer(field: OwnField):
    app.configure_task("tend_own_index", lock=f"own-index-{field.pk}").defer(pk=field.pk)


def tend(pk: int):
    """Brings the index to where the field wants it, wherever an earlier run broke off.

    Outside of a transaction: PostgreSQL makes no index concurrently inside of one.
    """
    field = OwnField.objects.get(pk=pk)
    if field.index_state == State.MAKING:
        make(field)
    elif not field.has_index:
        drop(field)


def make(field: OwnField):
    try:
        if not is_valid(field):
            drop(field)
            create(field)
    except DatabaseError as error:
        # Not the message: it may hold a value, and the log is read by others than its readers.
        logger.warning("Index of own field %s: %s", field.pk, type(error.__cause__).__name__)
        drop(field)
        settle(field, State.FAILED)
    else:
        settle(field, State.READY)


def settle(field: OwnField, state):
    """Says how it went, unless an admin changed their mind meanwhile."""
    waiting = OwnField.objects.filter(pk=field.pk, index_state=State.MAKING)
    if not waiting.update(index_state=state) and not OwnField.objects.get(pk=field.pk).has_index:
        drop(field)


def create(field: OwnField, *, concurrently=True):
    with connection.schema_editor(atomic=False) as editor:
        making = index_of(field).create_sql(field.model, editor, concurrently=concurrently)
        editor.execute(making, params=None)


def drop(field: OwnField):
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP INDEX CONCURRENTLY IF EXISTS {connection.ops.quote_name(field.index_name)}"
        )


def take_down_all():
    """By their names alone: a restore may find the tables in an older state."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_INDEXES, [rf"^own_({'|'.join(host[:12] for host in hosts())})_\d+$"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")


def make_all():
    """Makes at once what the fields say is ready, as after a restore."""
    for field in OwnField.objects.filter(index_state=State.READY):
        if not is_valid(field):
            create(field, concurrently=False)


def index_of(field: OwnField) -> Index:
    """The value as lists sort by it, then the id; rows without a value are not in it."""
    return Index(
        F(field.path).asc(),
        F("pk").asc(),
        condition=Q(**{f"{field.path}__isnull": False}),
        name=field.index_name,
    )


def is_valid(field: OwnField) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_VALID, [field.index_name])
        row = cursor.fetchone()
    return bool(row and row[0])


def progress(field: OwnField) -> tuple[int, int]:
    """(done, total) of the work in hand, (0, 0) while it waits."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, [field.index_name])
        return cursor.fetchone() or (0, 0)
