"""Good rows become customers; a chunk is one transaction, so a row is in once or not at all."""

from django.utils import timezone

from customers.imports.checking import Candidate, RowReader
from customers.models import Contact, Customer, ImportRow, LedgerEntry, SheetImport


def write(rows: list[ImportRow], reader: RowReader):
    """Writes the customers of `rows` with their contacts and ledger entries.

    A row that has turned bad since the check keeps its reasons and is left out.
    """
    candidates = [reader.read(row) for row in rows]
    good = [candidate for candidate in candidates if not candidate.problems]
    create_customers(good, reader.sheet_import)
    create_contacts(good)
    for candidate in candidates:
        settle(candidate)
    ImportRow.objects.bulk_update(rows, ["verdict", "problems", "customer"])


def create_customers(candidates: list[Candidate], sheet_import: SheetImport):
    by, now = sheet_import.uploaded_by, timezone.now()
    for candidate in candidates:
        customer = candidate.customer
        customer.created_by = customer.updated_by = by
        customer.owned_since = now if customer.owner else None
        customer.derive_names()
    customers = Customer.objects.bulk_create(candidate.customer for candidate in candidates)
    LedgerEntry.objects.bulk_create(opening(c, by, sheet_import) for c in customers)


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
            contact.customer, contact.is_primary = candidate.customer, True
            contact.derive_names()
            contacts.append(contact)
    Contact.objects.bulk_create(contacts)


def settle(candidate: Candidate):
    row = candidate.row
    row.problems = candidate.problems
    row.verdict = ImportRow.Verdict.BAD if row.problems else ImportRow.Verdict.WRITTEN
    row.customer = None if row.problems else candidate.customer
