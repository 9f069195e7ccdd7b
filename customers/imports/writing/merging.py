"""The statements that make customers of checked rows: one INSERT or UPDATE for all of them."""

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from customers.imports.records import type_of
from customers.imports.writing.inserting import Insertion
from customers.models import Customer, SheetImport
from customers.models.customer import FORECAST_BY
from customers.release import forecast

UPDATE = """
UPDATE customers_customer c SET version = c.version + 1, updated_at = %(now)s,
    updated_by_id = %(by)s, {columns}
FROM customers_rowcheck r, LATERAL jsonb_to_record(r.values->'customer') AS n({types})
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND c.id = r.customer_id
"""
# The row itself is what the values are laid over, so that what they do not name stays.
UPDATE_CONTACTS = """
UPDATE customers_contact c SET updated_at = %(now)s, {columns}
FROM (
    SELECT c0.id, r.number, {of_record} FROM customers_rowcheck r
    JOIN customers_contact c0 ON c0.id = r.contact_id AND c0.deleted_at IS NULL
        AND to_jsonb(c0) @> (r.values->'contact_was'),
    LATERAL jsonb_populate_record(c0, r.values->'contact') n
    WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s)
) n WHERE n.id = c.id RETURNING n.number
"""


class Merge:
    """Of rows of one import, which the caller has locked and compared."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import, self.now = sheet_import, timezone.now()
        self.by = sheet_import.uploaded_by_id
        self.insertion = Insertion(sheet_import, self.now)

    def merge(self, rows) -> list[int]:
        """Says which rows' contacts were changed since they were compared: those are not in."""
        forecast.without_jit()
        if new := [row for row in rows if row.is_new]:
            self.insertion.insert(new)
        stale: set[int] = set()
        for some in rounds(row for row in rows if not row.is_new):
            stale |= self._change(some, {row.customer_id for row in rows if row.number in stale})
        return sorted(stale)

    def _change(self, rows, lost: set[int]) -> set[int]:
        """One round; what follows from a row that is not in is not in either."""
        stale = {row.number for row in rows if row.customer_id in lost}
        rows = [row for row in rows if row.number not in stale]
        self.insertion.insert_contacts(rows)
        late = self._update_contacts(rows)
        self._update([row for row in rows if row.number not in late])
        return stale | late

    def _update(self, rows):
        rows = [row for row in rows if row.changes_customer]
        if columns := columns_in(rows, "customer"):
            self._run(UPDATE.format(**setting(columns, rows)), rows)
            if FORECAST_BY & columns:
                forecast.refresh([row.customer_id for row in rows])

    def _update_contacts(self, rows) -> set[int]:
        """Says which rows found their contact otherwise than it was."""
        rows = [row for row in rows if "contact" in row.values]
        if not rows:
            return set()
        columns = columns_in(rows, "contact")
        done = self._run(UPDATE_CONTACTS.format(**assigning(columns)), rows)
        return {row.number for row in rows} - {number for (number,) in done}

    def _run(self, statement: str, rows, **values) -> list[tuple]:
        known: dict = {"pk": self.sheet_import.pk, "now": self.now, "by": self.by}
        numbers = [row.number for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(statement, {**known, "numbers": numbers, **values})
            return cursor.fetchall() if cursor.description else []


def rounds(rows: Iterable) -> list[list]:
    """Rows that change one customer go one after another: each round has a customer once."""
    found: list[list] = []
    times: dict[int, int] = {}
    for row in rows:
        place = times[row.customer_id] = times.get(row.customer_id, -1) + 1
        if place == len(found):
            found.append([])
        found[place].append(row)
    return found


def columns_in(rows, part: str) -> set[str]:
    """The columns that some of the rows change."""
    return {column for row in rows for column in row.values[part]}


def setting(columns: set[str], rows) -> dict[str, str]:
    """Of customers, by the rows' values; what one of them does not name stays."""
    ordered = sorted(columns)
    some = {c for c in ordered if any(c not in row.values["customer"] for row in rows)}
    kept = "CASE WHEN r.values->'customer' ? '{0}' THEN n.{0} ELSE c.{0} END"
    new = {c: kept.format(c) if c in some else f"n.{c}" for c in ordered}
    return {
        "columns": ", ".join(f"{column} = {value}" for column, value in new.items()),
        "types": ", ".join(f"{column} {type_of(Customer, column)}" for column in ordered),
    }


def assigning(columns: set[str]) -> dict[str, str]:
    ordered = sorted(columns)
    return {
        "columns": ", ".join(f"{column} = n.{column}" for column in ordered),
        "of_record": ", ".join(f"n.{column}" for column in ordered),
    }
