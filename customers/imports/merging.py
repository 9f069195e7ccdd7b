"""The statements that make customers of checked rows: one INSERT or UPDATE for all of them."""

import json
from collections.abc import Iterable
from functools import cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from customers.models import Contact, Customer, LedgerEntry, SheetImport
from customers.models.customer import FORECAST_BY
from customers.release import forecast

FRESH = "fresh_customer"
MAKE = """
CREATE TEMPORARY TABLE fresh_customer ON COMMIT DROP AS
SELECT n.* FROM customers_rowcheck r, jsonb_populate_record(
    NULL::customers_customer,
    %(base)s::jsonb || (r.values->'customer') || CASE
        WHEN r.values->'customer' ? 'owner_id' THEN %(owned)s::jsonb ELSE %(pooled)s::jsonb END
) n
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.verdict = 'new'
"""
INSERT = (
    "INSERT INTO customers_customer ({columns}) SELECT {columns} FROM fresh_customer ORDER BY id"
)
OPEN_LEDGER = """
INSERT INTO customers_ledgerentry
    (customer_id, verb, at, by_id, to_owner_id, to_pool_id, rule, reason, details)
SELECT id, %(verb)s, %(now)s, %(by)s, owner_id, pool_id, '', '', %(details)s::jsonb
    FROM fresh_customer ORDER BY id
"""
INSERT_CONTACTS = """
INSERT INTO customers_contact ({columns})
SELECT {of_contact} FROM customers_rowcheck r, jsonb_populate_record(
    NULL::customers_contact, %(base)s::jsonb || (r.values->'new_contact')
) n
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'new_contact'
ORDER BY r.number
"""
# The row itself is what the values are laid over, so that what they do not name stays.
UPDATE = """
UPDATE customers_customer c SET version = c.version + 1, updated_at = %(now)s,
    updated_by_id = %(by)s, {columns}
FROM (
    SELECT c0.id, {of_record} FROM customers_rowcheck r
    JOIN customers_customer c0 ON c0.id = r.customer_id,
    LATERAL jsonb_populate_record(c0, r.values->'customer') n
    WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'customer'
) n WHERE n.id = c.id
"""
UPDATE_CONTACTS = """
UPDATE customers_contact c SET updated_at = %(now)s, {columns}
FROM (
    SELECT c0.id, r.number, {of_record} FROM customers_rowcheck r
    JOIN customers_contact c0 ON c0.id = r.contact_id AND c0.deleted_at IS NULL
        AND to_jsonb(c0) @> (r.values->'contact_was'),
    LATERAL jsonb_populate_record(c0, r.values->'contact') n
    WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'contact'
) n WHERE n.id = c.id RETURNING n.number
"""
COLUMNS = """
SELECT DISTINCT k FROM customers_rowcheck r, jsonb_object_keys(r.values->%(part)s) k
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? %(part)s
    AND r.verdict = 'changed'
"""
OF_CONTACTS = """
SELECT r.number FROM customers_rowcheck r
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'contact'
"""


class Merge:
    """Of rows of one import, which the caller has locked and compared."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import, self.now = sheet_import, timezone.now()
        self.by = sheet_import.uploaded_by_id

    def merge(self, rows) -> list[int]:
        """Says which rows' contacts were changed since they were compared: those are not in."""
        forecast.without_jit()
        if new := [row for row in rows if row.is_new]:
            self._insert(new)
            self._insert_contacts(new)
        stale: set[int] = set()
        for some in rounds(row for row in rows if not row.is_new):
            stale |= self._change(some, {row.customer_id for row in rows if row.number in stale})
        return sorted(stale)

    def _change(self, rows, lost: set[int]) -> set[int]:
        """One round; what follows from a row that is not in is not in either."""
        stale = {row.number for row in rows if row.customer_id in lost}
        rows = [row for row in rows if row.number not in stale]
        self._insert_contacts(rows)
        late = self._update_contacts(rows)
        self._update([row for row in rows if row.number not in late])
        return stale | late

    def _insert(self, rows):
        self._run(MAKE, rows, base=self._base(Customer), **self._hands())
        forecast.foretell(FRESH, {row.owner_id for row in rows if row.owner_id})
        self._run(INSERT.format(columns=", ".join(columns_of(Customer))), rows)
        details = {"import": self.sheet_import.pk, "file": self.sheet_import.filename}
        verb = LedgerEntry.Verb.CREATED.value
        self._run(OPEN_LEDGER, rows, verb=verb, details=json.dumps(details))
        self._run(f"DROP TABLE {FRESH}", rows)

    def _hands(self) -> dict[str, str]:
        since = self.now.isoformat()
        pooled = {"pool_id": self.sheet_import.pool_id, "pooled_since": since}
        return {"owned": json.dumps({"owned_since": since}), "pooled": json.dumps(pooled)}

    def _base(self, model) -> str:
        """What a new record has that no row says."""
        stamps: dict = {"created_at": self.now.isoformat(), "updated_at": self.now.isoformat()}
        if model is Customer:
            stamps |= {"created_by_id": self.by, "updated_by_id": self.by}
            stamps["origin"] = Customer.Origin.IMPORTED.value
        return json.dumps(defaults_of(model) | stamps, cls=DjangoJSONEncoder)

    def _insert_contacts(self, rows):
        columns = columns_of(Contact)
        statement = INSERT_CONTACTS.format(
            columns=", ".join(columns), of_contact=", ".join(f"n.{c}" for c in columns)
        )
        self._run(statement, rows, base=self._base(Contact))

    def _update(self, rows):
        if columns := self._changing("customer", rows):
            self._run(UPDATE.format(**assigning(columns)), rows)
            if FORECAST_BY & columns:
                forecast.refresh([row.customer_id for row in rows])

    def _update_contacts(self, rows) -> set[int]:
        if not (columns := self._changing("contact", rows)):
            return set()
        asked = {number for (number,) in self._run(OF_CONTACTS, rows)}
        done = self._run(UPDATE_CONTACTS.format(**assigning(columns)), rows)
        return asked - {number for (number,) in done}

    def _changing(self, part: str, rows) -> set[str]:
        return {column for (column,) in self._run(COLUMNS, rows, part=part)} if rows else set()

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


def assigning(columns: set[str]) -> dict[str, str]:
    ordered = sorted(columns)
    return {
        "columns": ", ".join(f"{column} = n.{column}" for column in ordered),
        "of_record": ", ".join(f"n.{column}" for column in ordered),
    }


@cache
def columns_of(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


@cache
def defaults_of(model) -> dict:
    fields = model._meta.concrete_fields
    return {f.column: f.get_default() for f in fields if f.has_default() or not f.null}
