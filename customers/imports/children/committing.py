"""What the check wrote down becomes records, set by set.

A chunk is one transaction with the number of its last row, so a row is in once or not at all.
"""

import logging
from dataclasses import dataclass

import pghistory
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.children.people import settle_authors
from customers.imports.children.statements import Statements
from customers.imports.writing.committing import write_refusals
from customers.models import Customer, RowCheck, SheetImport

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """What the commit must know of a row; the rest stays in the database."""

    number: int
    verdict: str
    customer_id: int
    people: dict[str, str]

    @property
    def names_people(self) -> bool:
        return bool(self.people)


class RecordCommit:
    """Writes rows of one import in the caller's transaction; `refused` has why by the number."""

    def __init__(self, records, sheet_import: SheetImport):
        self.records, self.sheet_import = records, sheet_import
        self.by, self.refused = sheet_import.uploaded_by, dict[int, Sentence]()

    def rows_behind(self, number: int, size: int) -> list[Row]:
        rows = self.sheet_import.checks.filter(number__gt=number, verdict__in=RowCheck.WRITTEN)
        found = rows.order_by("number").values_list(
            "number", "verdict", "customer_id", "values__people"
        )
        return [Row(n, verdict, pk or 0, people or {}) for n, verdict, pk, people in found[:size]]

    prepared = staticmethod(list)

    def write(self, rows: list[Row]) -> int:
        """How many of the rows are in."""
        with pghistory.context(user=self.by.pk, sheet_import=self.sheet_import.pk):
            customers = self._lock(rows)
            rows = self._with_authors(self._with_customers(rows, customers))
            self._write(rows)
            self.records.settle(customers)
        write_refusals(self.sheet_import, self.refused)
        return len([row for row in rows if row.number not in self.refused])

    def _lock(self, rows) -> set[int]:
        """Customers come first in every lock, then people."""
        ids = {row.customer_id for row in rows}
        living = Customer.objects.living().filter(pk__in=ids).order_by("pk")
        return set(living.select_for_update(no_key=True).values_list("pk", flat=True))

    def _with_customers(self, rows, customers: set[int]) -> list[Row]:
        for row in rows:
            if row.customer_id not in customers:
                why = _("Its customer was deleted since it was compared.")
                self.refused[row.number] = sentence(why)
        return [row for row in rows if row.number not in self.refused]

    def _with_authors(self, rows) -> list[Row]:
        names = {row.number: row.people for row in rows if row.people}
        self.refused |= settle_authors(self.sheet_import, names)
        return [row for row in rows if row.number not in self.refused]

    def _write(self, rows: list[Row]):
        """All at once; where the database refuses that, by halves, to find the row it means."""
        try:
            with transaction.atomic():
                stale = self._write_parts([row.number for row in rows])
        except (IntegrityError, DataError) as error:
            self._narrow(rows, error)
        else:
            for number in stale:
                self._refuse_stale(number)

    def _write_parts(self, numbers: list[int]) -> set[int]:
        """Says which rows are not in, because what they mean is no longer what it was."""
        head = Statements(self.sheet_import, self.records.model, self.by)
        parts = {"record": head}
        if self.records.detail:
            parts["line"] = Statements(self.sheet_import, self.records.detail, self.by)
        stale = {n for part, statements in parts.items() for n in statements.stale(part, numbers)}
        left = [number for number in numbers if number not in stale]
        for part, statements in parts.items():
            statements.insert(part, left)
            statements.update(part, left)
        head.write_keys(self.records.keys, left)
        # Foreign keys wait for the end of the transaction, which is too late to find the row.
        connection.check_constraints()
        return stale

    def _narrow(self, rows, error):
        if len(rows) > 1:
            half = len(rows) // 2
            self._write(rows[:half])
            self._write(rows[half:])
            return
        # Not the message: it holds the row, and the log is read by others than its readers.
        why = type(error.__cause__).__name__
        logger.warning("Import %s: row %s refused (%s)", self.sheet_import.pk, rows[0].number, why)
        said = _("The database refused this row. Check it and import it again.")
        self.refused[rows[0].number] = sentence(said)

    def _refuse_stale(self, number: int):
        self.refused[number] = sentence(
            _("The record was changed, or deleted, since it was compared. Check this row again.")
        )
