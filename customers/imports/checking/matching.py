"""Which customers agree with a row: in the database, and further up the sheet.

Both are asked for a whole chunk at once, by the keys of `customers.recognising`.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from customers.imports.checking.said import key_of, text_of
from customers.imports.records import as_array
from customers.models import SheetImport
from customers.recognising import Agreement

# The planner cannot know that nearly all of some thousand keys are nobody's, nor how many an import
# has that is as new as this.
BY_INDEX, AS_USUAL = (f"SET LOCAL enable_seqscan = {state}" for state in ("off", "on"))
# GIN compares each row it finds with all keys that are asked for: few at a time are far cheaper.
IN_DATABASE = """
WITH asked AS MATERIALIZED (
    SELECT array_agg(key) AS keys FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS k(key, place)
        GROUP BY place / %(together)s
), numbers AS MATERIALIZED (
    SELECT array_agg(key) AS keys FROM unnest(%(numbers)s::text[]) WITH ORDINALITY AS k(key, place)
        GROUP BY place / %(together)s
)
SELECT CASE WHEN c.merged_into_id IS NULL THEN c.id ELSE (
        WITH RECURSIVE onward AS (
            SELECT c.merged_into_id AS id
            UNION SELECT m.merged_into_id FROM customers_customer m JOIN onward o ON m.id = o.id
            WHERE m.merged_into_id IS NOT NULL
        ) SELECT max(m.id) FROM customers_customer m JOIN onward o ON m.id = o.id
            WHERE m.merged_into_id IS NULL
    ) END, c.duplicate_keys FROM asked, customers_customer c
    WHERE c.duplicate_keys && asked.keys
        AND (c.deleted_at IS NULL OR c.merged_into_id IS NOT NULL)
UNION ALL
SELECT k.customer_id, k.duplicate_keys FROM numbers, customers_contact k
    WHERE k.duplicate_keys && numbers.keys AND k.deleted_at IS NULL
"""
TOGETHER = 100
IN_SYSTEMS = """
SELECT k.system_id, k.key, k.customer_id
FROM unnest(%(systems)s::int[], %(keys)s::text[]) AS a(system_id, key)
JOIN customers_customerkey k USING (system_id, key)
"""
IN_SHEET = """
SELECT key, number, customer_id FROM customers_rowkey
    WHERE sheet_import_id = %(pk)s AND key = ANY(%(keys)s::text[]) ORDER BY number
"""
MOST_KEPT = 5


@dataclass(frozen=True)
class Match:
    """A customer, the row of the sheet that creates it (None: it is there), and what agrees."""

    customer_id: int
    row: int | None
    agreement: Agreement

    def to_json(self) -> list:
        return [self.customer_id, self.row, self.agreement.value]


class Matcher:
    """The customers that agree with the rows of one chunk; `learn` tells of rows checked. One that
    was merged into another is found as that one.

    Some of those found by their contacts may be deleted: that is for `standing` to say.
    """

    def __init__(self, sheet_import: SheetImport, keys: list[str]):
        self.found: dict[str, dict[int, int | None]] = defaultdict(dict)
        if keys:
            with connection.cursor() as cursor:
                cursor.execute(BY_INDEX)
                self._look_into_database(cursor, [k for k in keys if not is_sources(k)])
                self._look_into_systems(cursor, [k for k in keys if is_sources(k)])
                self._look_up_the_sheet(cursor, sheet_import, keys)
                cursor.execute(AS_USUAL)

    def _look_into_database(self, cursor, keys):
        wanted = set(keys)
        # Of contacts nothing but their numbers is known.
        numbers = as_array([key for key in wanted if Agreement.of(key) == Agreement.PHONE])
        asked = {"keys": as_array(list(wanted)), "numbers": numbers, "together": TOGETHER}
        cursor.execute(IN_DATABASE, asked)
        for pk, theirs in cursor:
            for key in wanted.intersection(theirs):
                self.found[key].setdefault(pk, None)

    def _look_into_systems(self, cursor, keys):
        if asked := [key_of(key) for key in keys]:
            systems, names = zip(*asked, strict=True)
            cursor.execute(IN_SYSTEMS, {"systems": list(systems), "keys": list(names)})
            for system, key, customer_id in cursor:
                self.found[text_of((system, key))].setdefault(customer_id, None)

    def _look_up_the_sheet(self, cursor, sheet_import, keys):
        cursor.execute(IN_SHEET, {"pk": sheet_import.pk, "keys": as_array(keys)})
        for key, number, customer_id in cursor:
            self.found[key].setdefault(customer_id, number)

    def learn(self, keys: list[str], number: int, customer_id: int):
        """A row further down may repeat this one."""
        for key in keys:
            self.found[key].setdefault(customer_id, number)

    def of(self, keys: list[str], number: int) -> list[Match]:
        """The customers of rows above `number`, and those that are there; each once, by what is
        most telling."""
        matches: dict[int, Match] = {}
        for key in keys:
            for customer_id, row in self.found.get(key, {}).items():
                if row is None or row < number:
                    match = Match(customer_id, row, Agreement.of(key))
                    matches.setdefault(customer_id, match)
        return list(matches.values())


def is_sources(key: str) -> bool:
    return Agreement.of(key) == Agreement.SOURCE
