"""Records as plain columns of the database: what a new one has, and how COPY is told of it."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import JSONField

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
BETWEEN = "\0"  # in no text of the database


@cache
def columns_of(model) -> list[str]:
    """Those that can be written."""
    return [field.column for field in model._meta.concrete_fields if not field.generated]


@cache
def defaults_of(model) -> dict:
    fields = model._meta.concrete_fields
    return {f.column: f.get_default() for f in fields if f.has_default() or not f.null}


def copy_in(model, records: Iterable[dict], columns: list[str] | None = None, table: str = ""):
    """Writes records by COPY into the model's own table, or one like it; what a record does not
    say is as `defaults_of` has it, or null. Raises Django's database errors."""
    columns = columns or columns_of(model)
    statement = f"COPY {table or model._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    lines = lines_of(model, records, columns)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for line in lines:
            copy.write_row(line)


def lines_of(model, records: Iterable[dict], columns: list[str]) -> Iterator[list]:
    places = {c: (place, teller_of(model, c)) for place, c in enumerate(columns)}
    plain = defaults_of(model)
    unsaid = [teller_of(model, column)(plain.get(column)) for column in columns]
    for record in records:
        line = unsaid.copy()
        for column, value in record.items():
            place, tell = places[column]
            line[place] = value if tell is as_it_is else tell(value)
        yield line


def field_of(model, column: str):
    return next(field for field in model._meta.concrete_fields if field.column == column)


@cache
def type_of(model, column: str) -> str:
    """The column's type in the database."""
    return field_of(model, column).db_type(connection)


@cache
def teller_of(model, column: str) -> Callable:
    """How COPY is told of a column's values: text that PostgreSQL reads, or what needs no care."""
    field = field_of(model, column)
    if isinstance(field, ArrayField):
        return as_array
    return as_json if isinstance(field, JSONField) else as_it_is


def as_it_is(value):
    return value


def as_json(value) -> str | None:
    return None if value is None else ENCODER.encode(value)


def as_array(values: list | None) -> str | None:
    """{"a","\\"b"} or {1,NULL}, which psycopg would spell element by element."""
    if values is None:
        return None
    if values and isinstance(values[0], str):
        escaped = BETWEEN.join(values).replace("\\", r"\\").replace('"', r"\"")
        return '{"' + escaped.replace(BETWEEN, '","') + '"}'
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
