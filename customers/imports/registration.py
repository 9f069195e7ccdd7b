"""The kinds of sheets of this room."""

from django.utils.translation import gettext_lazy as _

from customers.imports.checking import Check
from customers.imports.contacts import ContactRecords
from customers.imports.kinds import CUSTOMERS, Kind, Part, register_kind
from customers.imports.mapping import CONTACT, targets
from customers.imports.mapping.targets import computed_of_customers
from customers.imports.undoing.undo import Undo
from customers.imports.writing.committing import Commit
from customers.models import Contact, Customer

PARTS = (Part(Customer, "customer_id"), Part(Contact, "contact_id"))


def register():
    new_fields = {"customer": "", "contact": CONTACT}
    register_kind(
        Kind(
            CUSTOMERS, _("customers"), targets, Check, Commit, Undo,
            new_fields=new_fields, parts=PARTS, computed=computed_of_customers,
        )
    )  # fmt: skip
    register_kind(ContactRecords().kind())
