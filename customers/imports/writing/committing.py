"""What the check wrote down becomes customers, set by set; nothing of it is worked out again.

A chunk is one transaction with the number of its last row, so a row is in once or not at all.
"""

import json
import logging
from dataclasses import dataclass

import pghistory
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from crm.people.authors import people_by_names
from crm.sentences import Sentence, sentence
from customers.imports.records import as_json
from customers.imports.writing.deriving import derive_new
from customers.imports.writing.merging import Merge
from customers.imports.writing.source_keys import KeyWriter
from customers.models import Axis, Category, RowCheck, SheetImport

logger = logging.getLogger(__name__)
Verdict = RowCheck.Verdict

ROWS = """
SELECT number, verdict, customer_id, version, values,
    CASE WHEN values->'customer' ? 'category_ids' AND verdict = 'changed' THEN changes END
FROM customers_rowcheck
WHERE sheet_import_id = %s AND number > %s AND verdict IN ('new', 'changed')
ORDER BY number LIMIT %s
"""
# Whoever ends an account or closes a pool locks its row first, and waits for this chunk.
STILL_HERE = "SELECT id FROM crm_user WHERE id = ANY(%s) AND is_active ORDER BY id FOR SHARE"
STILL_A_POOL = "SELECT 1 FROM crm_team WHERE group_ptr_id = %s AND has_pool FOR SHARE"
NAMES = "SELECT id, display_name FROM crm_user WHERE id = ANY(%s)"
LOCK = """
SELECT id, version FROM customers_customer WHERE id = ANY(%s) AND deleted_at IS NULL
ORDER BY id FOR NO KEY UPDATE
"""
REFUSE = """
UPDATE customers_rowcheck r SET verdict = 'refused', values = '{}',
    problems = r.problems || jsonb_build_array(jsonb_build_array(NULL, n.why))
FROM unnest(%s::int[], %s::jsonb[]) AS n(number, why)
WHERE r.sheet_import_id = %s AND r.number = n.number
"""


@dataclass(frozen=True)
class Row:
    """What the commit must know of a row; `changes` only where some are of categories."""

    number: int
    verdict: str
    customer_id: int
    version: int | None
    values: dict
    changes: list | None

    @classmethod
    def of(cls, number, verdict, customer_id, version, values, changes) -> "Row":
        changed = json.loads(changes) if changes else None
        return cls(number, verdict, customer_id, version, json.loads(values), changed)

    @property
    def is_new(self) -> bool:
        return self.verdict == Verdict.NEW

    @property
    def owner_id(self) -> int | None:
        return self.values.get("customer", {}).get("owner_id")

    @property
    def author(self) -> str:
        """The name of whoever entered it, as long as it is nobody's."""
        found = self.values.get("customer", {}).get("created_by_id")
        return found if isinstance(found, str) else ""

    @property
    def names_people(self) -> bool:
        return bool(self.author)

    @property
    def changes_customer(self) -> bool:
        return "customer" in self.values

    def categories(self, axes: set[str]) -> set[int]:
        """Those under which it puts its customer; what that has already is not asked about."""
        if self.is_new:
            return {*self.values["customer"].get("category_ids", ())} - {None}
        return {new for target, _old, new in self.changes or () if target in axes} - {None}


class Commit:
    """Writes rows of one import in the caller's transaction; `refused` has why by the number."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import, self.by = sheet_import, sheet_import.uploaded_by
        self.refused: dict[int, Sentence] = {}
        self.keys = KeyWriter(sheet_import)

    def rows_behind(self, number: int, size: int) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [self.sheet_import.pk, number, size])
            return [Row.of(*row) for row in cursor]

    @staticmethod
    def prepared(rows: list[Row]) -> list[Row]:
        """With what follows from the names of new records; asks no database."""
        derive_new([row.values for row in rows])
        return rows

    def write(self, rows: list[Row]) -> int:
        """How many of the rows are in."""
        with pghistory.context(user=self.by.pk, sheet_import=self.sheet_import.pk):
            versions = self._lock(rows)
            self._settle_authors(rows)
            rows = self._as_believed(self._as_offered(self._with_hands(rows)))
            self._merge(rows, versions)
        write_refusals(self.sheet_import, self.refused)
        return len([row for row in rows if row.number not in self.refused])

    def _lock(self, rows) -> dict[int, int]:
        """Customers come first in every lock, then people and teams."""
        known = [row.customer_id for row in rows if not row.is_new]
        if not known:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [known])
            return dict(cursor.fetchall())

    def _merge(self, rows: list[Row], versions: dict[int, int]):
        """All at once; where the database refuses that, by halves, to find the row it means."""
        rows = self._as_compared(rows, versions)
        try:
            with transaction.atomic():
                stale = Merge(self.sheet_import).merge(rows)
                self.keys.write([row for row in rows if row.number not in stale])
        except (IntegrityError, DataError) as error:
            self._narrow(rows, versions, error)
        else:
            for number in stale:
                self._refuse_stale(number)
            versions.update(versions_after(rows, versions))

    def _narrow(self, rows, versions, error):
        if len(rows) > 1:
            half = len(rows) // 2
            self._merge(rows[:half], versions)
            self._merge(rows[half:], versions)
            return
        # Not the message: it holds the row, and the log is read by others than its readers.
        why = type(error.__cause__).__name__
        logger.warning("Import %s: row %s refused (%s)", self.sheet_import.pk, rows[0].number, why)
        said = _("The database refused this row. Check it and import it again.")
        self.refused[rows[0].number] = sentence(said)

    def _settle_authors(self, rows: list[Row]):
        """Names that nobody had when the rows were checked become people."""
        nameless = [row for row in rows if row.is_new and row.author]
        if nameless:
            authors = people_by_names(row.author for row in nameless)
        for row in nameless:
            if found := authors.people.get(row.author):
                row.values["customer"]["created_by_id"] = found.pk
            else:
                self.refused[row.number] = authors.unclear[row.author]

    # --- what has changed since the check ------------------------------------------------------

    def _as_compared(self, rows, versions) -> list[Row]:
        """Without the rows whose customer is no longer what they were compared with."""
        kept, now = [], dict(versions)
        for row in rows:
            if row.is_new:
                now[row.customer_id] = 1
            elif now.get(row.customer_id) != row.version:
                self._refuse_stale(row.number)
                continue
            else:
                now[row.customer_id] += row.changes_customer
            kept.append(row)
        return kept

    def _refuse_stale(self, number: int):
        self.refused[number] = sentence(
            _("The customer was changed, or deleted, since it was compared. Check this row again.")
        )

    def _with_hands(self, rows: list[Row]) -> list[Row]:
        """Without new rows whose owner has left, or whose pool was closed."""
        here, names = self._people({row.owner_id for row in rows if row.owner_id})
        pool = self._keeps_pool()
        for row in rows:
            if row.is_new and row.owner_id and row.owner_id not in here:
                who = names.get(row.owner_id, "")
                self.refused[row.number] = sentence(_("%(user)s no longer works here."), user=who)
            elif row.is_new and not row.owner_id and not pool:
                closed = sentence(
                    _("%(team)s no longer keeps a pool."), team=self.sheet_import.pool
                )
                self.refused[row.number] = closed
        return [row for row in rows if row.number not in self.refused]

    def _as_offered(self, rows: list[Row]) -> list[Row]:
        """Without those that put a customer under a category that was archived."""
        axes = set(Axis.objects.values_list("key", flat=True))
        said = {row.number: row.categories(axes) for row in rows}
        every = set().union(*said.values())
        offered = set(Category.objects.in_use().filter(pk__in=every).values_list("pk", flat=True))
        gone = Category.objects.in_bulk(every - offered) if every - offered else {}
        for number, ids in said.items():
            for pk in ids - offered:
                name = gone[pk].name if pk in gone else ""
                why = _("The category “%(name)s” is not offered any more.")
                self.refused[number] = sentence(why, name=name)
        return [row for row in rows if row.number not in self.refused]

    def _as_believed(self, rows: list[Row]) -> list[Row]:
        """Without those whose key, or whose word, another import was before."""
        self.refused |= self.keys.refused(rows)
        return [row for row in rows if row.number not in self.refused]

    def _people(self, ids) -> tuple[set[int], dict[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(STILL_HERE, [list(ids)])
            here = {pk for (pk,) in cursor}
            cursor.execute(NAMES, [list(ids - here)])
            return here, dict(cursor.fetchall())

    def _keeps_pool(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(STILL_A_POOL, [self.sheet_import.pool_id])
            return bool(cursor.fetchone())


def write_refusals(sheet_import: SheetImport, refused: dict[int, Sentence]):
    """Of rows by their numbers."""
    if refused:
        why = [as_json(each) for each in refused.values()]
        with connection.cursor() as cursor:
            cursor.execute(REFUSE, [list(refused), why, sheet_import.pk])


def versions_after(rows, versions) -> dict[int, int]:
    now = dict(versions)
    for row in rows:
        now[row.customer_id] = 1 if row.is_new else now[row.customer_id] + row.changes_customer
    return now
