"""What the check says of a chunk's rows, written down by COPY."""

from collections.abc import Iterable

from django.db import connection

from customers.imports.checking.judging import MATCHES_KEPT, Judged
from customers.imports.records import as_json
from customers.models import RowCheck, SheetImport
from customers.recognising import Agreement

CHECKS = """
COPY customers_rowcheck (
    sheet_import_id, number, name, verdict, customer_id, contact_id, version,
    values, changes, problems, matches, decision, undone, why_kept
) FROM STDIN
"""
KEYS = "COPY customers_rowkey (sheet_import_id, key, number, customer_id) FROM STDIN"
# By the numbers alone the planner, who knows nothing of an import this new, reads all its rows.
FORGET = """
DELETE FROM {table} WHERE sheet_import_id = %s AND number BETWEEN %s AND %s AND number = ANY(%s)
"""


def forget(sheet_import: SheetImport, numbers: list[int]):
    """What an earlier check said of these rows, which stand in order."""
    rows: tuple = (sheet_import.pk, numbers[0], numbers[-1], numbers)
    with connection.cursor() as cursor:
        cursor.execute(FORGET.format(table="customers_rowcheck"), rows)
        # No index has the keys by number, and at first there are none.
        if cursor.rowcount:
            cursor.execute(FORGET.format(table="customers_rowkey"), rows)


def keep(sheet_import: SheetImport, rows: list[Judged]):
    copy(CHECKS, (as_copied(sheet_import.pk, row) for row in rows))
    keys = (
        (sheet_import.pk, k, row.number, row.customer_id) for row in rows for k in known_by(row)
    )
    copy(KEYS, keys)


def known_by(row: Judged) -> list[str]:
    """By which rows further down find its customer: one that exists is in the database, but for
    keys that this row gives it, or its contact."""
    if row.verdict not in RowCheck.WRITTEN:
        return []
    of_contact = row.draft.said.texts_of_contact
    if row.verdict == RowCheck.Verdict.NEW:
        return [*row.keys, *of_contact]
    return [*(k for k in row.keys if Agreement.of(k) == Agreement.SOURCE), *of_contact]


def copy(statement: str, lines: Iterable[tuple]):
    with connection.cursor() as cursor, cursor.copy(statement) as into:
        for line in lines:
            into.write_row(line)


def as_copied(pk: int, row: Judged) -> tuple:
    matches = row.matches and [match.to_json() for match in row.matches[:MATCHES_KEPT]]
    return (
        pk, row.number, row.name, row.verdict, row.customer_id, row.contact_id, row.version,
        dumped(row.values), dumped(row.changes), dumped(row.problems), dumped(matches),
        row.decision, "", "{}",
    )  # fmt: skip


def dumped(value) -> str | None:
    return as_json(value) if value else "{}" if isinstance(value, dict) else "[]"
