"""What hangs on customers and contacts, for conditions; the rooms above add theirs the same way."""

from functools import partial

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from crm.grid import CountOf
from crm.grid.conditions.relations import Relation, register_relation
from crm.grid.registry import add_column
from customers.grids import ContactGrid, CustomerGrid
from customers.ledger.grids import LedgerGrid
from customers.models import Contact, Customer, LedgerEntry
from customers.visibility import INSIDERS, granting


def on_customers(key: str, label, grid) -> Relation:
    """The rows of `grid`, a list of what belongs to customers, seen by those who see such rows."""
    model = grid.model
    gate = partial(belongings_open_to, array=model.customer_array)
    return Relation(key, label, grid, model.customer_path, gate=gate)


def belongings_open_to(user, array: str) -> Q:
    """The customers, of those that the user sees, whose array grants them more.

    Said so that no index answers it: the readers' was asked already, and of the two tests in a row
    PostgreSQL expects a twentieth of the rows that there are.
    """
    if user.reads_all:
        return Q()
    granted = When(granting(user, array, scanning=True), then=Value(True))
    return Q(Case(granted, default=Value(False), output_field=BooleanField()))


def on_contacts(key: str, label, grid, *, is_one=False) -> Relation:
    """Rows of insiders that hang on a contact, which more people read."""
    return Relation(key, label, grid, "contact", gate=inside, is_one=is_one)


def inside(user) -> Q:
    return Q(customer__in=Customer.objects.visible_to(user, INSIDERS).values("pk"))


def the_customer(model) -> Relation:
    """The customer that a row belongs to; whoever sees the row sees it."""
    way = f"{model.customer_path}_id"
    return Relation("customer", _("customer"), CustomerGrid, "pk", origin=way, is_one=True)


add_column(CustomerGrid, "contact_count", CountOf(_("number of contacts"), "contacts"))
register_relation(Customer, on_customers("contacts", _("contacts"), ContactGrid))
register_relation(Customer, on_customers("ledger", _("ledger entries"), LedgerGrid))
for child in (Contact, LedgerEntry):
    register_relation(child, the_customer(child))
