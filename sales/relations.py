"""What of this room hangs on customers and contacts, for conditions."""

from django.utils.translation import gettext_lazy as _

from crm.grid.conditions.relations import register_relation
from customers.models import Contact, Customer
from customers.relations import on_contacts, on_customers, the_customer
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid


def register():
    for key, label, grid in (
        ("activities", _("activities"), ActivityGrid),
        ("opportunities", _("opportunities"), OpportunityGrid),
        ("orders", _("orders"), OrderGrid),
    ):
        register_relation(Customer, on_customers(key, label, grid))
        register_relation(grid.model, the_customer(grid.model))
    register_relation(Contact, on_contacts("activities", _("activities"), ActivityGrid))
