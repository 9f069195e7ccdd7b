"""Good rows become customers; a chunk is one transaction, so a row is in once or not at all."""

import logging

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.imports.checking import Candidate, RowReader
from customers.imports.verdicts import save_verdicts
from customers.models import Contact, Customer, ImportRow, LedgerEntry, SheetImport
from customers.release import forecast

logger = logging.getLogger(__name__)

# Whoever ends an account or closes a pool locks its row first, and waits for this chunk.
STILL_HERE = "SELECT id FROM crm_user WHERE id = ANY(%s) AND is_active ORDER BY id FOR SHARE"
STILL_A_POOL = "SELECT 1 FROM crm_team WHERE group_ptr_id = %s AND has_pool FOR SHARE"


def write(rows: list[ImportRow], reader: RowReader):
    """Writes the customers of `rows` with their contacts and ledger entries.

    A row that has turned bad since the check keeps its reasons and is left out.
    """
    candidates = [reader.read(row) for row in rows]
    refuse_without_owner(candidates)
    refuse_without_pool(candidates, reader.sheet_import.pool)
    create_all([c for c in candidates if not c.problems], reader.sheet_import)
    for candidate in candidates:
        settle(candidate)
    save_verdicts(rows)


def refuse_without_owner(candidates: list[Candidate]):
    owned = [c for c in candidates if c.customer.owner_id]
    with connection.cursor() as cursor:
        cursor.execute(STILL_HERE, [list({c.customer.owner_id for c in owned})])
        here = {pk for (pk,) in cursor}
    for candidate in owned:
        if candidate.customer.owner_id not in here:
            owner = candidate.customer.owner
            candidate.refuse(_("%(user)s no longer works here.") % {"user": owner})


def refuse_without_pool(candidates: list[Candidate], pool):
    with connection.cursor() as cursor:
        cursor.execute(STILL_A_POOL, [pool.pk])
        if cursor.fetchone():
            return
    for candidate in candidates:
        if candidate.customer.pool_id:
            candidate.refuse(_("%(team)s no longer keeps a pool.") % {"team": pool})


def create_all(candidates: list[Candidate], sheet_import: SheetImport):
    """All at once; where the database refuses that, one by one, to find the row it means."""
    if not create(candidates, sheet_import):
        for candidate in candidates:
            if not create([candidate], sheet_import):
                candidate.refuse(_("The database refused this row. Check it and import it again."))


def create(candidates: list[Candidate], sheet_import: SheetImport) -> bool:
    try:
        with transaction.atomic():
            create_customers(candidates, sheet_import)
            create_contacts(candidates)
    except (IntegrityError, DataError) as error:
        rows = [candidate.row.number for candidate in candidates]
        # Not the message: it holds the row, and the log is read by others than its readers.
        why = type(error.__cause__).__name__
        logger.warning("Import %s: rows %s refused (%s)", sheet_import.pk, rows, why)
        return False
    return True


def create_customers(candidates: list[Candidate], sheet_import: SheetImport):
    by, now = sheet_import.uploaded_by, timezone.now()
    for candidate in candidates:
        customer = candidate.customer
        customer.pk = None
        customer.created_by = customer.updated_by = by
        customer.owned_since = now if customer.owner_id else None
        customer.pooled_since = now if customer.pool_id else None
        customer.origin = Customer.Origin.IMPORTED
        customer.derive_names()
    customers = Customer.objects.bulk_create(candidate.customer for candidate in candidates)
    LedgerEntry.objects.bulk_create(opening(c, by, sheet_import) for c in customers)
    forecast.refresh([customer.pk for customer in customers])


def opening(customer: Customer, by, sheet_import: SheetImport) -> LedgerEntry:
    return LedgerEntry(
        customer=customer,
        verb=LedgerEntry.Verb.CREATED,
        by=by,
        to_owner=customer.owner,
        to_pool=customer.pool,
        details={"import": sheet_import.pk, "file": sheet_import.filename},
    )


def create_contacts(candidates: list[Candidate]):
    contacts = []
    for candidate in candidates:
        if contact := candidate.contact:
            contact.pk, contact.customer, contact.is_primary = None, candidate.customer, True
            contact.derive_names()
            contacts.append(contact)
    Contact.objects.bulk_create(contacts)


def settle(candidate: Candidate):
    row = candidate.row
    row.problems = candidate.problems
    row.verdict = ImportRow.Verdict.BAD if row.problems else ImportRow.Verdict.WRITTEN
    row.customer = None if row.problems else candidate.customer
