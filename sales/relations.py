"""What of this room hangs on customers and contacts, for conditions."""

from django.utils.translation import gettext_lazy as _

from crm.grid import CountOf
from crm.grid.conditions.relations import register_relation
from crm.grid.registry import add_column
from customers.grids import CustomerGrid
from customers.models import Contact, Customer
from customers.relations import on_contacts, on_customers, the_customer
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid

COUNTS = {
    "activity_count": CountOf(_("number of activities"), "activities"),
    "opportunity_count": CountOf(_("number of opportunities"), "opportunities"),
    "open_count": CountOf(_("open opportunities"), "opportunities", "status.any(open)"),
    "order_count": CountOf(_("number of orders"), "orders"),
}


def register():
    for key, label, grid in (
        ("activities", _("activities"), ActivityGrid),
        ("opportunities", _("opportunities"), OpportunityGrid),
        ("orders", _("orders"), OrderGrid),
    ):
        register_relation(Customer, on_customers(key, label, grid))
        register_relation(grid.model, the_customer(grid.model))
    for name, column in COUNTS.items():
        add_column(CustomerGrid, name, column)
    register_relation(Contact, on_contacts("activities", _("activities"), ActivityGrid))
