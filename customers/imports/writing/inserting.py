"""New customers and their contacts are written by COPY."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from customers.imports.records import columns_of, copy_in
from customers.models import Contact, Customer, LedgerEntry, SheetImport
from customers.release import forecast
from customers.rules.resolving import RuleBook

FRESH = "fresh_customer"
MAKE = f"CREATE TEMPORARY TABLE {FRESH} (LIKE customers_customer) ON COMMIT DROP"
INSERT = "INSERT INTO customers_customer ({columns}) SELECT {columns} FROM fresh_customer"
OF_ENTRIES = [column for column in columns_of(LedgerEntry) if column != "id"]


class Insertion:
    """Of rows of one import, at one instant."""

    def __init__(self, sheet_import: SheetImport, now: datetime):
        self.sheet_import, self.now = sheet_import, now.isoformat()

    def insert(self, rows):
        """Customers, each with its first entry of the ledger and its contact."""
        book = RuleBook()
        if bound := forecast.binding(book, {row.owner_id for row in rows if row.owner_id}):
            self._insert_forecast(rows, book, bound)
        else:
            copy_in(Customer, self._customers(rows))
        copy_in(LedgerEntry, self._entries(rows), OF_ENTRIES)
        self.insert_contacts(rows)

    def insert_contacts(self, rows):
        if new := [contact for row in rows if (contact := row.values.get("new_contact"))]:
            stamps = {"created_at": self.now, "updated_at": self.now}
            copy_in(Contact, (stamps | contact for contact in new))

    def _insert_forecast(self, rows, book, bound):
        """By way of a table of their own, so that a date is not a second write of the row."""
        columns = ", ".join(columns_of(Customer))
        with connection.cursor() as cursor:
            cursor.execute(MAKE)
            copy_in(Customer, self._customers(rows), table=FRESH)
            forecast.foretell(FRESH, book, bound)
            cursor.execute(INSERT.format(columns=columns))
            cursor.execute(f"DROP TABLE {FRESH}")

    def _customers(self, rows) -> Iterator[dict]:
        by = self.sheet_import.uploaded_by_id
        stamps = {"created_at": self.now, "updated_at": self.now, "created_by_id": by}
        stamps |= {"updated_by_id": by, "origin": Customer.Origin.IMPORTED.value}
        owned = stamps | {"owned_since": self.now}
        pooled = stamps | {"pooled_since": self.now, "pool_id": self.sheet_import.pool_id}
        for row in rows:
            yield (owned if row.owner_id else pooled) | row.values["customer"]

    def _entries(self, rows) -> Iterator[dict]:
        """How the ledger of each begins."""
        details = {"import": self.sheet_import.pk, "file": self.sheet_import.filename}
        verb, by = LedgerEntry.Verb.CREATED.value, self.sheet_import.uploaded_by_id
        entry = {"verb": verb, "at": self.now, "by_id": by, "details": details}
        for row in rows:
            pool = None if row.owner_id else self.sheet_import.pool_id
            hands = {"to_owner_id": row.owner_id, "to_pool_id": pool}
            yield entry | hands | {"customer_id": row.customer_id}
