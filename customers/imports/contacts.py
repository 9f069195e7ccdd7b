"""Sheets of contacts: each row a person at a customer that is there already."""

from collections.abc import Collection

from django.db import connection

from crm.grid import Text
from crm.naming import fold
from customers.grids import ContactGrid
from customers.imports.children.columns import Told
from customers.imports.children.kinds import Records
from customers.imports.mapping.beginnings import Entered
from customers.imports.undoing.merged_since import merged_people
from customers.imports.writing.deriving import Deriver
from customers.models import Contact, ContactKey
from customers.models.imports import Policy
from customers.recognising import phone_keys
from customers.source_systems.columns import SourceKeys

FIRST_IS_PRIMARY = """
UPDATE customers_contact SET is_primary = TRUE WHERE id IN (
    SELECT min(id) FROM customers_contact WHERE customer_id = ANY(%s) AND deleted_at IS NULL
    GROUP BY customer_id HAVING NOT bool_or(is_primary)
)
"""


class ContactRecords(Records):
    name = "contacts"
    model, grid, keys = Contact, ContactGrid, ContactKey
    list_url = "customers:contacts"
    policy, notes = Policy.FILL, "remarks"
    telling = ("customer", "name")
    needs = (("name",),)
    new_fields = {"contact": ""}
    means = {
        "name": "customer",
        "contact.name": "name",
        "contact.mobile": "mobile",
        "contact.phone": "phone",
        "contact.email": "email",
        "email": "email",
        "phones": "phone",
    }
    words = {
        "name": ["联系人", "联系人姓名", "姓名", "contact", "contact name", "contact person", "full name"],
        "job": ["职务", "职位", "联系人职务", "job title", "position", "title"],
        "mobile": ["手机", "手机号", "手机号码", "移动电话", "mobile", "cell"],
        "phone": ["电话", "座机", "办公电话", "phone", "telephone", "tel"],
    }  # fmt: skip
    compared = ("name", "mobile", "phone")
    volatile = frozenset({"is_primary"})

    def extras(self):
        customer = Contact._meta.get_field("customer").verbose_name
        return {
            "customer": Told(customer),
            "remarks": Text(importable=True),
            "created": Entered(path="created_at", importable=True),
            "source_keys": SourceKeys(ContactKey),
        }

    def identities(self, record):
        """By name and number, else by name, else by number."""
        customer, name = record["customer_id"], fold(record.get("name") or "")
        numbers = phone_keys((record.get("mobile") or "", record.get("phone") or ""))
        named = [(customer, name, number) for number in numbers if name]
        named += [(customer, name)] if name else []
        return [*named, *((customer, number) for number in numbers)]

    def derived(self, record, changed):
        return Deriver(Contact).after(record, changed)

    def united(self, did):
        people = {each.record_id: each.is_created for each in did}
        return merged_people(people, {each.customer_id for each in did})

    def settle(self, customer_ids: Collection[int]):
        """Somebody at each customer is the primary contact: the one known longest, unless chosen."""
        with connection.cursor() as cursor:
            cursor.execute(FIRST_IS_PRIMARY, [list(customer_ids)])
