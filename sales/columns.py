"""The customer as a column: filtered by which customer it is, not by what it is called."""

from django.urls import reverse

from crm.grid import Related
from crm.grid.conditions.records import Ids, NoneOf
from crm.grid.heads.facets import RecordFacet
from customers.models import Customer


class Customers(Ids):
    def where_to_find(self):
        return reverse("sales:customer_options")

    def records(self, ids):
        """Named only to those who may see them: a link tells nobody a customer's name."""
        return Customer.objects.visible_to(self.grid.user).filter(pk__in=list(ids))


class NotCustomers(NoneOf, Customers):
    pass


class CustomerColumn(Related):
    facet_class = RecordFacet

    def operators(self, grid):
        return [Customers(self.path, grid), NotCustomers(self.path, grid)]
