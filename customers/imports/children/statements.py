"""The statements that make records of checked rows, and put them back: one for all of a chunk.

A part of a row's values is "record" or "line"; what it changes stands beside it as it was.
"""

import json

from django.db import connection
from django.utils import timezone

from customers.imports.records import columns_of, defaults_of
from customers.models import SheetImport

WAS = {"record": "was", "line": "line_was"}
IDS = {"record": "r.record_id", "line": "(r.values->>'line_id')::bigint"}
INSERT = """
INSERT INTO {table} ({columns})
SELECT {of_row} FROM customers_rowcheck r, jsonb_populate_record(
    NULL::{table}, %(base)s::jsonb || (r.values->%(part)s)
) n
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s)
    AND r.values ? %(part)s AND NOT r.values ? %(was)s
ORDER BY r.number
"""
# The row itself is what the values are laid over: what they do not name stays.
UPDATE = """
UPDATE {table} c SET {columns}
FROM (
    SELECT c0.id, {of_row} FROM customers_rowcheck r
    JOIN {table} c0 ON c0.id = {id},
    LATERAL jsonb_populate_record(c0, %(stamps)s::jsonb || (r.values->%(part)s)) n
    WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? %(was)s
) n WHERE n.id = c.id
"""
# Laid over what it was when it was compared, a record that nobody touched is still the same.
STALE = """
SELECT r.number FROM customers_rowcheck r
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? %(was)s
    AND NOT EXISTS (
        SELECT FROM {table} c, LATERAL jsonb_populate_record(c, r.values->%(was)s) w
        WHERE c.id = {id} {living} AND w IS NOT DISTINCT FROM c
    )
"""
COLUMNS = """
SELECT DISTINCT k FROM customers_rowcheck r, jsonb_object_keys(r.values->%(part)s) k
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? %(was)s
"""
KEYS = """
INSERT INTO {table} (system_id, key, {holder}, sheet_import_id)
SELECT (k.pair->>0)::bigint, k.pair->>1, r.record_id, r.sheet_import_id
FROM customers_rowcheck r, jsonb_array_elements(r.values->'keys') AS k(pair)
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'keys'
ON CONFLICT (system_id, key) DO UPDATE
    SET {holder} = EXCLUDED.{holder}, sheet_import_id = EXCLUDED.sheet_import_id
"""
AS_LEFT = """
SELECT c.id FROM unnest(%(ids)s::bigint[], %(values)s::jsonb[]) AS u(id, values)
JOIN {table} c ON c.id = u.id, LATERAL jsonb_populate_record(c, u.values) n
WHERE n IS NOT DISTINCT FROM c
"""
RESTORE = """
UPDATE {table} c SET {columns}
FROM (
    SELECT c0.id, {of_row} FROM unnest(%(ids)s::bigint[], %(values)s::jsonb[]) AS u(id, values)
    JOIN {table} c0 ON c0.id = u.id, LATERAL jsonb_populate_record(c0, u.values) n
) n WHERE n.id = c.id
"""


class Statements:
    """Of one import, for the table of a model."""

    def __init__(self, sheet_import: SheetImport, model, by):
        self.sheet_import, self.model, self.by, self.now = sheet_import, model, by, timezone.now()
        self.table = model._meta.db_table

    def insert(self, part: str, numbers: list[int]):
        columns = columns_of(self.model)
        base = json.dumps(empty_of(self.model) | self.stamps(True), default=str)
        self._run(
            INSERT.format(
                table=self.table,
                columns=", ".join(columns),
                of_row=", ".join(f"n.{column}" for column in columns),
            ),
            part=part, was=WAS[part], numbers=numbers, base=base,
        )  # fmt: skip

    def stale(self, part: str, numbers: list[int]) -> set[int]:
        """The rows that change a record which is no longer what it was when it was compared."""
        living = "AND c.deleted_at IS NULL" if part == "record" else ""
        statement = STALE.format(table=self.table, id=IDS[part], living=living)
        return {n for (n,) in self._run(statement, part=part, was=WAS[part], numbers=numbers)}

    def update(self, part: str, numbers: list[int]):
        """Of rows that are not stale."""
        asked = {"part": part, "was": WAS[part], "numbers": numbers}
        columns = {column for (column,) in self._run(COLUMNS, **asked)}
        if columns:
            stamps = json.dumps(self.stamps(), default=str)
            named = assigning(columns | self.stamps().keys())
            statement = UPDATE.format(table=self.table, id=IDS[part], **named)
            self._run(statement, **asked, stamps=stamps)

    def write_keys(self, keys, numbers: list[int]):
        table, holder = keys._meta.db_table, f"{keys.HOLDER}_id"
        self._run(KEYS.format(table=table, holder=holder), numbers=numbers)

    def as_left(self, left: dict[int, dict]) -> set[int]:
        """Those of the records that still have these values."""
        found = self._run(AS_LEFT.format(table=self.table), **listed(left))
        return {pk for (pk,) in found}

    def restore(self, old: dict[int, dict]):
        """Gives the records these values."""
        if old:
            stamped = {pk: self.stamps() | values for pk, values in old.items()}
            columns = {column for values in stamped.values() for column in values}
            statement = RESTORE.format(table=self.table, **assigning(columns))
            self._run(statement, **listed(stamped))

    def stamps(self, is_new: bool = False) -> dict:
        """When and by whom, as far as the model keeps that."""
        moments = {"updated_at": self.now, "updated_by_id": self.by.pk}
        if is_new:
            moments |= {"created_at": self.now, "created_by_id": self.by.pk}
        return {column: moments[column] for column in columns_of(self.model) if column in moments}

    def _run(self, statement: str, **values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"pk": self.sheet_import.pk, **values})
            return cursor.fetchall() if cursor.description else []


def listed(by_id: dict[int, dict]) -> dict[str, list]:
    dumped = [json.dumps(values, default=str) for values in by_id.values()]
    return {"ids": list(by_id), "values": dumped}


def assigning(columns: set[str]) -> dict[str, str]:
    ordered = sorted(columns)
    return {
        "columns": ", ".join(f"{column} = n.{column}" for column in ordered),
        "of_row": ", ".join(f"n.{column}" for column in ordered),
    }


def empty_of(model) -> dict:
    """What a record has of which nothing is said."""
    return {column: defaults_of(model).get(column) for column in columns_of(model)}
