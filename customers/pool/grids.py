"""The list of reveals: who had which pooled customer shown, and when."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.grid import Column, Date, Grid, Person, State
from customers.models import Customer, Reveal


def today(user) -> Q:
    return Q(on=timezone.localdate())


class Revealed(Column):
    """The customer, named and linked while the reader of the list may see it: it may have moved
    on since. Rows have no order by it and are not found by it."""

    gone = _("no longer open to you")

    def __init__(self, **options):
        super().__init__(**{"sortable": False, "filterable": False, **options})

    def load(self, records, grid):
        ids = [record.customer_id for record in records]
        self.seen = Customer.objects.visible_to(grid.user).in_bulk(ids)

    def value(self, record):
        return self.seen.get(record.customer_id)

    def cell(self, record):
        customer = self.value(record)
        return self._linked(customer.name, customer) if customer else str(self.gone)

    def export(self, record):
        customer = self.value(record)
        return customer.name if customer else str(self.gone)

    def related(self):
        return []


class RevealGrid(Grid):
    model = Reveal
    key = "reveals"
    url_name = "customers:reveals"
    title = _("Reveals")
    default_order = "-when"
    empty_title = _("Nothing was revealed yet.")
    empty_text = _("Who has a masked customer of the pool shown whole is listed here.")

    person = Person()
    customer = Revealed()
    when = Date(path="at")

    states = (State("today", _("Today"), today),)
