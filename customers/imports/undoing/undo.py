"""What an import did is put back, as far as nobody changed it since.

A customer that it created and nobody touched is put aside; one that it changed, and that is still
as it left it, gets its old values. Everything else stays, with the reason on its rows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from crm.sentences import sentence
from customers.imports.kinds import kind_of
from customers.imports.undoing.merged_since import merged_customers
from customers.imports.undoing.restoring import Restoring
from customers.imports.undoing.rows import Outcome, WrittenRows
from customers.imports.undoing.untouched import DELETED, EDITED, Untouched
from customers.imports.writing.source_keys import KeyWriter
from customers.models import RowCheck, SheetImport
from customers.noticing import Owning, import_undone

Undone = RowCheck.Undone
AT_ONCE = 5_000
LOCK = "SELECT id FROM customers_customer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
NOW = "SELECT id, version, deleted_at IS NOT NULL FROM customers_customer WHERE id = ANY(%s)"
OWNERS = """
SELECT owner_id, min(name), count(*) FROM customers_customer
WHERE id = ANY(%s) AND owner_id IS NOT NULL GROUP BY owner_id
"""


@dataclass
class Did:
    """What the import did to one customer: its rows, in order."""

    customer_id: int
    rows: list[RowCheck] = field(default_factory=list)

    @property
    def is_created(self) -> bool:
        return self.rows[0].verdict == RowCheck.Verdict.NEW

    @property
    def left_at(self) -> int | None:
        """The customer's version when the import was through with it; None if it is not known."""
        changes = sum("customer" in row.values for row in self.rows)
        begun = 0 if self.is_created else self.rows[0].version
        # Imports of old have no values: nobody can have changed what they created twice.
        return (begun or 0) + (changes or self.is_created)


def can_be_undone(sheet_import: SheetImport) -> bool:
    is_over = sheet_import.state in (SheetImport.State.DONE, SheetImport.State.STOPPED)
    return bool(
        is_over and sheet_import.committed_to and timezone.now() < undone_until(sheet_import)
    )


def undone_until(sheet_import: SheetImport) -> datetime:
    """Until when an import that is over can be undone."""
    over = sheet_import.finished_at or sheet_import.uploaded_at
    return over + timedelta(days=settings.IMPORT_UNDO_DAYS)


class Undo:
    """Of one import, in the caller's transaction."""

    def __init__(self, sheet_import: SheetImport, by):
        self.sheet_import, self.by = sheet_import, by
        self.rows = WrittenRows(sheet_import, "customer_id")
        self.untouched, self.restoring = Untouched(sheet_import), Restoring(sheet_import, by)

    def next_customers(self, after: int, size: int) -> list[tuple[int, int, int]]:
        """(customer, its first row, its rows) of those whose first row stands below `after`."""
        return self.rows.next(after, size)

    def undo(self, ids: list[int]) -> dict[int, Outcome]:
        """Puts back what can be, and writes down what became of every row."""
        with pghistory.context(user=self.by.pk, sheet_import=self.sheet_import.pk, undo=True):
            self._lock(ids)
            outcomes = self.foreseen(ids)
            back = [did for did in self.did(ids) if outcomes[did.customer_id].undone == Undone.BACK]
            self.restoring.put_aside([did for did in back if did.is_created])
            self.restoring.restore([did for did in back if not did.is_created])
            KeyWriter(self.sheet_import).take_back(back)
        self.rows.settle(outcomes)
        self._tell_owners([did.customer_id for did in back])
        return outcomes

    def _lock(self, ids: list[int]):
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [ids])

    def foreseen(self, ids: list[int]) -> dict[int, Outcome]:
        """What would become of each; who wants it to stay true holds the customers' locks."""
        with connection.cursor() as cursor:
            cursor.execute(NOW, [ids])
            now = {pk: rest for pk, *rest in cursor}
        did, merged = self.did(ids), merged_customers(ids)
        why = self.untouched.reasons(did)
        found = {d.customer_id: self._foreseen(d, now.get(d.customer_id), why) for d in did}
        return found | {pk: Outcome(Undone.KEPT, why) for pk, why in merged.items()}

    def _foreseen(self, did: Did, now, why) -> Outcome:
        if now is None or now[1]:
            return Outcome(Undone.FAILED, sentence(DELETED))
        if now[0] != did.left_at:
            return Outcome(Undone.KEPT, sentence(EDITED))
        if reason := why.get(did.customer_id):
            return Outcome(Undone.KEPT, reason)
        if not did.is_created and (reason := self.restoring.hindrance(did)):
            return Outcome(Undone.FAILED, reason)
        return Outcome(Undone.BACK)

    def did(self, ids: Iterable[int]) -> list[Did]:
        return [Did(pk, rows) for pk, rows in self.rows.of(ids).items()]

    def _tell_owners(self, ids: list[int]):
        """One notice a person, however many chunks there are."""
        with connection.cursor() as cursor:
            cursor.execute(OWNERS, [ids])
            owners = [Owning(*row) for row in cursor]
        import_undone(owners, self.sheet_import, by=self.by)


def foreseen(sheet_import: SheetImport, by) -> dict[str, int]:
    """How many rows an undo would put back, keep, and fail at, by `RowCheck.Undone`."""
    total: Counter[str] = Counter()
    after: int | None = 0
    while after is not None:
        counts, after = foreseen_from(sheet_import, by, after)
        total.update(counts)
    return dict(total)


def foreseen_from(sheet_import: SheetImport, by, after: int) -> tuple[dict[str, int], int | None]:
    """The same of some thousand records whose first row stands below `after`, and below which row
    to go on; None where there are no more."""
    undo, counts = kind_of(sheet_import).undoer(sheet_import, by), Counter[str]()
    with transaction.atomic():
        found = undo.next_customers(after, AT_ONCE)
        outcomes = undo.foreseen([record_id for record_id, _first, _rows in found])
        for record_id, _first, rows in found:
            counts[outcomes[record_id].undone] += rows
        transaction.set_rollback(True)
    return dict(counts), found[-1][1] if len(found) == AT_ONCE else None


def came_of_it(sheet_import: SheetImport) -> dict[str, int]:
    """The same, once it is done."""
    rows = sheet_import.checks.exclude(undone="").order_by().values_list("undone")
    return dict(rows.annotate(Count("pk")))
