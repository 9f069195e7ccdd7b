"""What of this room hangs on customers and contacts, for conditions."""

from django.utils.translation import gettext_lazy as _

from crm.grid.conditions.relations import register_relation
from customers.models import Contact, Customer
from customers.relations import on_contacts, on_customers, the_customer
from intel.grids import DossierGrid, RivalProductGrid


def register():
    people = _("people on the decision map")
    register_relation(Customer, on_customers("people", people, DossierGrid))
    register_relation(Customer, on_customers("rivals", _("rival products"), RivalProductGrid))
    place = _("place on the decision map")
    register_relation(Contact, on_contacts("place", place, DossierGrid, is_one=True))
    for grid in (DossierGrid, RivalProductGrid):
        register_relation(grid.model, the_customer(grid.model))
