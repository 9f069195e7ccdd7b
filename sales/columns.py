"""The customer as a column: filtered by which customer it is, not by what it is called."""

from django.urls import reverse

from crm.grid import Related
from crm.grid.filters import Ids
from crm.grid.heads.facets import RecordFacet
from customers.models import Customer


class Customers(Ids):
    def where_to_find(self):
        return reverse("sales:customer_options")

    def records(self, values):
        """Named only to those who may see them: a link tells nobody a customer's name."""
        return Customer.objects.visible_to(self.grid.user).filter(pk__in=self.ids_in(values))


class CustomerColumn(Related):
    facet_class = RecordFacet

    def filters(self, grid):
        return {self.name: Customers(field_name=self.path, label=self.heading, grid=grid)}
