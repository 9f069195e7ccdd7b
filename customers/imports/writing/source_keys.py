"""Keys of other systems, and what they say, are written with the rows that bring them."""

import json
from collections.abc import Iterable

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.checking.said import Key
from customers.models import Customer, CustomerKey, SheetImport
from customers.source_systems.precedence import Precedence

# A table that was filled just now has no statistics, and the planner would read it row by row.
BY_INDEX, AS_USUAL = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"
# A key of a record that was deleted is free.
WRITE = """
INSERT INTO {table} AS k (system_id, key, {holder}, sheet_import_id{column})
SELECT n.system_id, n.key, n.holder, %(pk)s{column}
FROM unnest(%(systems)s::int[], %(keys)s::text[], %(holders)s::int[], %(said)s::jsonb[])
    AS n(system_id, key, holder, said) ORDER BY n.system_id, n.key
ON CONFLICT (system_id, key) DO UPDATE SET
    {holder} = EXCLUDED.{holder}{said},
    sheet_import_id = CASE WHEN k.{holder} = EXCLUDED.{holder}
        THEN k.sheet_import_id ELSE EXCLUDED.sheet_import_id END
WHERE k.{holder} = EXCLUDED.{holder}
    OR EXISTS (SELECT 1 FROM {holders} h WHERE h.id = k.{holder} AND h.deleted_at IS NOT NULL)
RETURNING 1
"""
WRITE_CUSTOMERS = WRITE.format(
    table="customers_customerkey",
    holder="customer_id",
    holders="customers_customer",
    column=", said",
    said=""",
    said = CASE WHEN k.customer_id = EXCLUDED.customer_id
        THEN k.said ELSE '{}' END || EXCLUDED.said""",
)
WRITE_PEOPLE = WRITE.format(
    table="customers_contactkey",
    holder="contact_id",
    holders="customers_contact",
    column="",
    said="",
)
HELD = """
SELECT k.system_id, k.key, k.customer_id
FROM unnest(%(systems)s::int[], %(keys)s::text[]) AS n(system_id, key)
JOIN customers_customerkey k USING (system_id, key)
JOIN customers_customer c ON c.id = k.customer_id AND c.deleted_at IS NULL
"""
FORGET = """
DELETE FROM customers_customerkey WHERE sheet_import_id = %(pk)s AND customer_id = ANY(%(ids)s)
"""
FORGET_PEOPLE = """
DELETE FROM customers_contactkey WHERE sheet_import_id = %(pk)s AND contact_id IN (
    SELECT id FROM customers_contact WHERE customer_id = ANY(%(ids)s)
)
"""
UNSAY = """
UPDATE customers_customerkey k SET said = jsonb_strip_nulls(k.said || n.said)
FROM unnest(%(systems)s::int[], %(keys)s::text[], %(said)s::jsonb[]) AS n(system_id, key, said)
WHERE k.system_id = n.system_id AND k.key = n.key
"""


class KeyWriter:
    """Of rows of one import, in the transaction that writes them; their customers are locked, so
    what systems say of them stands still."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import

    def refused(self, rows) -> dict[int, Sentence]:
        """Why rows can no longer be written, by their numbers: another import was there first."""
        if not self.sheet_import.is_sourced:
            return {}
        outranked = sentence(
            _("A system that is believed more has spoken meanwhile. Check this row again.")
        )
        return {**dict.fromkeys(self._outranked(rows), outranked), **self._taken(rows)}

    def _outranked(self, rows) -> list[int]:
        told = [row for row in rows if not row.is_new and "by" in row.values]
        said = CustomerKey.objects.filter(customer__in={row.customer_id for row in told})
        heard: dict[int, list] = {}
        for customer_id, *each in said.values_list("customer", "system", "said"):
            heard.setdefault(customer_id, []).append(each)
        precedence, found = Precedence(), []
        for row in told:
            system, targets = row.values["by"]
            above = {target: precedence.above(system, target) for target in targets}
            theirs = heard.get(row.customer_id, ())
            if any(each in above[t] and t in says for each, says in theirs for t in targets):
                found.append(row.number)
        return found

    def _taken(self, rows) -> dict[int, Sentence]:
        told = {(s, k): row for row in rows for s, k, *_rest in brought(row, "keys")}
        held = {(s, k): pk for s, k, pk in self._run(HELD, **columns(told))} if told else {}
        taken = {key: pk for key, pk in held.items() if told[key].customer_id != pk}
        names = Customer.objects.in_bulk(taken.values())
        said = _("The key %(key)s is one of %(customer)s meanwhile. Check this row again.")
        return {
            told[key].number: sentence(said, key=key[1], customer=names[pk].name)
            for key, pk in taken.items()
        }

    def write(self, rows):
        """Raises IntegrityError where somebody took a key in this moment."""
        if not self.sheet_import.is_sourced:
            return
        keys: dict[Key, tuple[int, dict]] = {}
        for row in rows:
            for system, key, said in brought(row, "keys"):
                _pk, before = keys.get((system, key), (0, {}))
                keys[system, key] = row.customer_id, before | said
        people = {(s, k): (pk, {}) for row in rows for s, k, pk in brought(row, "people")}
        self._write(WRITE_CUSTOMERS, keys)
        self._write(WRITE_PEOPLE, people)

    def _write(self, statement: str, keys: dict[Key, tuple[int, dict]]):
        if keys:
            holders = [pk for pk, _said in keys.values()]
            said = [json.dumps(said) for _pk, said in keys.values()]
            written = self._run(statement, **columns(keys), holders=holders, said=said)
            if len(written) < len(keys):
                raise IntegrityError("a key was taken meanwhile")

    def take_back(self, did: list):
        """The keys that the import wrote go, and what it had systems say of keys there were."""
        if not self.sheet_import.is_sourced or not did:
            return
        was: dict[Key, dict] = {}
        for row in (row for each in did for row in reversed(each.rows)):
            for system, key, said in brought(row, "was"):
                was[system, key] = was.get((system, key), {}) | said
        if was:
            self._run(UNSAY, **columns(was), said=[json.dumps(said) for said in was.values()])
        ids = [each.customer_id for each in did]
        self._run(FORGET, ids=ids)
        self._run(FORGET_PEOPLE, ids=ids)

    def _run(self, statement: str, **values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(BY_INDEX)
            cursor.execute(statement, {"pk": self.sheet_import.pk, **values})
            found = cursor.fetchall() if cursor.description else []
            cursor.execute(AS_USUAL)
        return found


def brought(row, part: str) -> list[list]:
    """The entries of a row's values["source"]: "keys", "was" or "people"."""
    return row.values.get("source", {}).get(part, [])


def columns(keys: Iterable[Key]) -> dict[str, list]:
    systems, names = zip(*keys, strict=True)
    return {"systems": list(systems), "keys": list(names)}
