"""The rows that an import wrote, by what they mean: customers, or records that belong to them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from crm.sentences import Sentence
from customers.imports.records import as_json
from customers.models import RowCheck, SheetImport

NEXT = """
SELECT {meant}, min(number), count(*) FROM customers_rowcheck
WHERE sheet_import_id = %s AND number <= %s AND verdict IN ('new', 'changed')
GROUP BY {meant} HAVING min(number) > %s ORDER BY 2 LIMIT %s
"""
SETTLE = """
UPDATE customers_rowcheck r SET undone = n.undone, why_kept = n.why
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[]) AS n(id, undone, why)
WHERE r.sheet_import_id = %s AND r.{meant} = n.id
    AND r.verdict IN ('new', 'changed') AND r.number <= %s
"""


@dataclass(frozen=True)
class Outcome:
    undone: str
    why: Sentence = field(default_factory=dict)


class WrittenRows:
    """Of one import; `meant` is the column that says what a row means."""

    def __init__(self, sheet_import: SheetImport, meant: str):
        self.sheet_import, self.meant = sheet_import, meant

    def next(self, after: int, size: int) -> list[tuple[int, int, int]]:
        """(what they mean, the first row, how many) of those whose first row stands below
        `after`."""
        asked = [self.sheet_import.pk, self.sheet_import.committed_to, after, size]
        with connection.cursor() as cursor:
            cursor.execute(NEXT.format(meant=self.meant), asked)
            return cursor.fetchall()

    def of(self, ids: Iterable[int]) -> dict[int, list[RowCheck]]:
        """In order."""
        rows = self.sheet_import.checks.filter(
            **{f"{self.meant}__in": ids},
            verdict__in=RowCheck.WRITTEN,
            number__lte=self.sheet_import.committed_to,
        )
        found: dict = defaultdict(list)
        for row in rows.order_by("number"):
            found[getattr(row, self.meant)].append(row)
        return found

    def settle(self, outcomes: dict[int, Outcome]):
        """Writes down what became of them."""
        told = [(pk, outcome.undone, as_json(outcome.why)) for pk, outcome in outcomes.items()]
        columns = [list(column) for column in zip(*told, strict=True)]
        done = [self.sheet_import.pk, self.sheet_import.committed_to]
        with connection.cursor() as cursor:
            cursor.execute(SETTLE.format(meant=self.meant), [*columns, *done])
