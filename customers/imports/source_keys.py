"""Keys of other systems, and what they say, are written with the rows that bring them."""

import json

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from customers.models import SheetImport
from customers.source_systems.precedence import Precedence

TOLD = """
SELECT (k->>0)::int AS system_id, k->>1 AS key, {holder} AS holder, r.number,
    coalesce(k->2, '{{}}') AS said
FROM customers_rowcheck r, jsonb_array_elements(r.values->'source'->'{part}') k
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.values ? 'source'
"""
# A key of a record that was deleted is free.
WRITE = """
WITH told AS ({told}), last AS (
    SELECT system_id, key, min(holder) AS holder,
        coalesce(jsonb_object_agg(e.name, e.value ORDER BY number)
            FILTER (WHERE e.name IS NOT NULL), '{{}}') AS said
    FROM told LEFT JOIN LATERAL jsonb_each(told.said) e(name, value) ON true
    GROUP BY system_id, key
), written AS (
    INSERT INTO {table} AS k (system_id, key, {holder}, sheet_import_id{columns})
    SELECT system_id, key, holder, %(pk)s{values} FROM last ORDER BY system_id, key
    ON CONFLICT (system_id, key) DO UPDATE SET
        {holder} = EXCLUDED.{holder}{updating},
        sheet_import_id = CASE WHEN k.{holder} = EXCLUDED.{holder}
            THEN k.sheet_import_id ELSE EXCLUDED.sheet_import_id END
    WHERE k.{holder} = EXCLUDED.{holder}
        OR EXISTS (SELECT 1 FROM {holders} h WHERE h.id = k.{holder} AND h.deleted_at IS NOT NULL)
    RETURNING 1
)
SELECT (SELECT count(*) FROM last) - (SELECT count(*) FROM written)
"""
SAID = """,
        said = CASE WHEN k.customer_id = EXCLUDED.customer_id
            THEN k.said ELSE '{}' END || EXCLUDED.said"""
WRITE_CUSTOMERS = WRITE.format(
    told=TOLD.format(holder="r.customer_id", part="keys"),
    table="customers_customerkey",
    holder="customer_id",
    holders="customers_customer",
    columns=", said",
    values=", said",
    updating=SAID,
)
WRITE_PEOPLE = WRITE.format(
    told=TOLD.format(holder="r.contact_id", part="people"),
    table="customers_contactkey",
    holder="contact_id",
    holders="customers_contact",
    columns="",
    values="",
    updating="",
)
TAKEN = """
SELECT told.number, told.key, c.name FROM ({told}) told
JOIN customers_customerkey k USING (system_id, key)
JOIN customers_customer c ON c.id = k.customer_id AND c.deleted_at IS NULL
WHERE k.customer_id <> told.holder
""".format(told=TOLD.format(holder="r.customer_id", part="keys"))
# Their customers are locked, so what systems say of them stands still.
OUTRANKED = """
SELECT DISTINCT r.number FROM customers_rowcheck r, jsonb_array_elements(r.changes) AS e(change)
JOIN customers_customerkey k ON k.said ? (e.change->>0)
WHERE r.sheet_import_id = %(pk)s AND r.number = ANY(%(numbers)s) AND r.verdict = 'changed'
    AND k.customer_id = r.customer_id
    AND %(above)s::jsonb->(r.values->>'system')->(e.change->>0) @> to_jsonb(k.system_id)
"""
FORGET = """
DELETE FROM customers_customerkey WHERE sheet_import_id = %(pk)s AND customer_id = ANY(%(ids)s)
"""
FORGET_PEOPLE = """
DELETE FROM customers_contactkey k USING customers_contact c
WHERE k.sheet_import_id = %(pk)s AND c.id = k.contact_id AND c.customer_id = ANY(%(ids)s)
"""
# What a system has said otherwise since is the newer word.
UNSAY = """
WITH was AS (
    SELECT (w->>0)::int AS system_id, w->>1 AS key, e.name, e.value, r.number
    FROM customers_rowcheck r, jsonb_array_elements(r.values->'source'->'was') w,
        jsonb_each(w->2) e(name, value)
    WHERE r.sheet_import_id = %(pk)s AND r.customer_id = ANY(%(ids)s) AND r.values ? 'source'
        AND r.verdict IN ('new', 'changed')
), first AS (
    SELECT system_id, key, jsonb_object_agg(name, value ORDER BY number DESC) AS said
    FROM was GROUP BY system_id, key
)
UPDATE customers_customerkey k SET said = jsonb_strip_nulls(k.said || first.said)
FROM first WHERE k.system_id = first.system_id AND k.key = first.key
"""


class KeyWriter:
    """Of rows of one import, in the transaction that writes them."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import

    def refused(self, rows) -> dict[int, str]:
        """Why rows can no longer be written, by their numbers: another import was there first."""
        if not self.sheet_import.is_sourced:
            return {}
        taken = _("The key %(key)s is one of %(customer)s meanwhile. Check this row again.")
        outranked = _("A system that is believed more has spoken meanwhile. Check this row again.")
        above = json.dumps(self._above())
        return {
            **{number: outranked for (number,) in self._run(OUTRANKED, rows, above=above)},
            **{n: taken % {"key": k, "customer": c} for n, k, c in self._run(TAKEN, rows)},
        }

    def _above(self) -> dict[str, dict[str, list[int]]]:
        """By system and target, the systems that outrank it."""
        precedence, targets = Precedence(), self.sheet_import.targets_used
        return {str(s): {t: precedence.above(s, t) for t in targets} for s in precedence.names}

    def write(self, rows):
        """Raises IntegrityError where somebody took a key in this moment."""
        if not self.sheet_import.is_sourced:
            return
        for statement in (WRITE_CUSTOMERS, WRITE_PEOPLE):
            ((lost,),) = self._run(statement, rows)
            if lost:
                raise IntegrityError("a key was taken meanwhile")

    def take_back(self, customer_ids: list[int]):
        """The keys that the import wrote go, and what it had systems say of keys there were."""
        if self.sheet_import.is_sourced and customer_ids:
            asked: dict = {"pk": self.sheet_import.pk, "ids": customer_ids}
            with connection.cursor() as cursor:
                for statement in (UNSAY, FORGET, FORGET_PEOPLE):
                    cursor.execute(statement, asked)

    def _run(self, statement: str, rows, **values) -> list[tuple]:
        numbers = [row.number for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(statement, {"pk": self.sheet_import.pk, "numbers": numbers, **values})
            return cursor.fetchall()
