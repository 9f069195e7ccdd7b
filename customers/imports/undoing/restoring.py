"""The statements that put back what an import did."""

import json

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, sentence
from customers.imports.checking.slots import NOTHING, OwnSlot, Slot, slot_of
from customers.imports.mapping import Mapping
from customers.imports.records import defaults_of
from customers.imports.writing.deriving import Deriver
from customers.imports.writing.merging import assigning
from customers.models import Contact, Customer, LedgerEntry, SheetImport
from customers.models.customer import FORECAST_BY
from customers.release import forecast

PUT_ASIDE = """
UPDATE customers_customer SET deleted_at = %(now)s, deleted_by_id = %(by)s WHERE id = ANY(%(ids)s)
"""
TELL_LEDGER = """
INSERT INTO customers_ledgerentry (
    customer_id, verb, at, by_id, from_owner_id, to_owner_id, from_pool_id, to_pool_id,
    rule, reason, details
)
SELECT id, %(verb)s, %(now)s, %(by)s, owner_id, owner_id, pool_id, pool_id, '', '',
    %(details)s::jsonb
FROM customers_customer WHERE id = ANY(%(ids)s) ORDER BY id
"""
RESTORE = """
UPDATE customers_customer c SET version = c.version + 1, updated_at = %(now)s,
    updated_by_id = %(by)s, {columns}
FROM (
    SELECT c0.id, {of_record} FROM jsonb_each(%(values)s::jsonb) AS u(id, values)
    JOIN customers_customer c0 ON c0.id = u.id::int,
    LATERAL jsonb_populate_record(c0, u.values) n
) n WHERE n.id = c.id
"""
RESTORE_PEOPLE = RESTORE.replace("customers_customer", "customers_contact").replace(
    "version = c.version + 1, updated_at = %(now)s,\n    updated_by_id = %(by)s,",
    "updated_at = %(now)s,",
)
PUT_PEOPLE_ASIDE = PUT_ASIDE.replace("customers_customer", "customers_contact")


class Restoring:
    """Of one import. The caller holds the locks, and knows that nobody touched the rows."""

    def __init__(self, sheet_import: SheetImport, by):
        self.sheet_import, self.by, self.now = sheet_import, by, timezone.now()
        slots = [slot_of(source) for source in Mapping.of(sheet_import).sources]
        self.slots: dict[str, Slot] = {slot.name: slot for slot in slots}

    def hindrance(self, did) -> Sentence | None:
        """Why the old values cannot be put back; None if they can."""
        targets = {target for row in did.rows for target, _old, _new in row.changes}
        if gone := targets - self.slots.keys():
            return sentence(_("The field “%(name)s” is no longer there."), name=min(gone))
        return None

    def put_aside(self, did: list):
        """Customers that it created, as any deletion does."""
        if ids := [each.customer_id for each in did]:
            details = {"import": self.sheet_import.pk, "file": self.sheet_import.filename}
            self._run(PUT_ASIDE, ids=ids)
            verb = LedgerEntry.Verb.DELETED.value
            self._run(TELL_LEDGER, ids=ids, verb=verb, details=json.dumps(details))
            forecast.refresh(ids)

    def restore(self, did: list):
        """The values before the import; people whom it brought go."""
        self._restore_customers(did)
        self._restore_people(did)

    def _restore_customers(self, did):
        found = {each.customer_id: old for each in did if (old := self._old_of(each))}
        columns = sorted({slot.column for old in found.values() for slot in old})
        if not found:
            return
        derive, named = Deriver(Customer), sorted({*columns, *Customer.matched_by})
        rows = Customer.objects.filter(pk__in=found).values_list("pk", *named)
        values = {}
        for pk, *record in rows:
            before = restored(dict(zip(named, record, strict=True)), found[pk], Customer)
            changed = {slot.column for slot in found[pk]}
            values[pk] = {c: before[c] for c in changed} | derive.after(before, changed)
        self._write(RESTORE, values)
        if FORECAST_BY & set(columns):
            forecast.refresh(list(values))

    def _old_of(self, did) -> dict[Slot, object]:
        """What each of the customer's own fields said before the first row changed it."""
        old: dict[Slot, object] = {}
        for row in did.rows:
            for target, before, _after in row.changes if "customer" in row.values else ():
                if not self.slots[target].is_contacts:
                    old.setdefault(self.slots[target], before)
        return old

    def _restore_people(self, did):
        rows = [row for each in did for row in each.rows]
        brought = {row.contact_id for row in rows if "new_contact" in row.values}
        self._run(PUT_PEOPLE_ASIDE, ids=list(brought))
        was: dict[int, dict] = {}
        for row in reversed(rows):
            if row.contact_id not in brought and "contact_was" in row.values:
                was[row.contact_id] = was.get(row.contact_id, {}) | row.values["contact_was"]
        derive = Deriver(Contact)
        named = sorted(Contact.matched_by)
        for pk, *record in Contact.objects.filter(pk__in=was).values_list("pk", *named):
            before = dict(zip(named, record, strict=True)) | was[pk]
            was[pk] = was[pk] | derive.after(before, set(was[pk]))
        self._write(RESTORE_PEOPLE, was)

    def _write(self, statement: str, values: dict[int, dict]):
        if values:
            columns = {column for each in values.values() for column in each}
            self._run(statement.format(**assigning(columns)), values=json.dumps(values))

    def _run(self, statement: str, **values):
        known = {"now": self.now, "by": self.by.pk}
        with connection.cursor() as cursor:
            cursor.execute(statement, known | values)


def restored(record: dict, old: dict[Slot, object], model) -> dict:
    """The record with its old values; what was empty is as the database has it."""
    for slot, value in old.items():
        if isinstance(slot, OwnSlot) and value is None:
            own = slot.own.key
            record[slot.column] = {k: v for k, v in record[slot.column].items() if k != own}
        elif value in NOTHING and type(slot) is Slot:
            record[slot.column] = defaults_of(model).get(slot.column)
        else:
            slot.put(record, value)
    return record
