"""What the customers that rows agree with are now, and what rows further up make of them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from customers.imports.checking.slots import Slot
from customers.models import Contact, Customer, RowCheck, SheetImport

ALWAYS = {"name", "short_name", "phones", "credit_code", "owner_id", "pool_id"}
OF_CONTACTS = {"name", "mobile", "phone", "is_primary"}


@dataclass
class Standing:
    """A customer as it will be when the rows so far are written, and its contacts by id."""

    version: int = 0
    record: dict = field(default_factory=dict)
    contacts: dict[int, dict] = field(default_factory=dict)

    @property
    def has_primary(self) -> bool:
        return any(contact.get("is_primary") for contact in self.contacts.values())

    def take(self, values: dict, contact_id: int | None):
        """What a row's values make of it."""
        if customer := values.get("customer"):
            self.version += 1
            self.record = self.record | customer
        contact = values.get("new_contact") or values.get("contact")
        if contact and contact_id:
            self.contacts[contact_id] = self.contacts.get(contact_id, {}) | contact


class Standings(dict[int, Standing]):
    """By the customers' ids, for rows from `number` on."""

    def __init__(self, sheet_import: SheetImport, ids: Collection[int], slots: list[Slot], number):
        super().__init__()
        self._read_customers(ids, {s.column for s in slots if not s.is_contacts})
        contact_columns = {s.column for s in slots if s.is_contacts}
        if contact_columns:
            self._read_contacts(ids, contact_columns)
        self._read_rows_above(sheet_import, ids, number)

    def _read_customers(self, ids, columns):
        columns = sorted(columns | ALWAYS)
        rows = Customer.objects.filter(pk__in=ids, deleted_at__isnull=True)
        for pk, version, *values in rows.values_list("pk", "version", *columns):
            self[pk] = Standing(version, dict(zip(columns, values, strict=True)))

    def _read_contacts(self, ids, columns):
        columns = sorted(columns | OF_CONTACTS)
        rows = Contact.objects.filter(customer__in=ids, deleted_at__isnull=True).order_by("pk")
        for customer_id, pk, *values in rows.values_list("customer_id", "pk", *columns):
            if customer_id in self:
                self[customer_id].contacts[pk] = dict(zip(columns, values, strict=True))

    def _read_rows_above(self, sheet_import, ids, number):
        above = Q(customer__in=ids, number__lt=number, verdict__in=RowCheck.WRITTEN)
        rows = sheet_import.checks.filter(above).order_by("number")
        for customer_id, contact_id, values in rows.values_list(
            "customer_id", "contact_id", "values"
        ):
            self.setdefault(customer_id, Standing()).take(values, contact_id)
