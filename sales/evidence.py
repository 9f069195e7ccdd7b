"""What a side of a dispute did here, in numbers and days: the contents stay with their readers."""

from django.utils.translation import gettext_lazy as _

from customers.requests.evidence import counted


def of_sales(customer, person):
    """Their activities done, opportunities begun, orders entered."""
    living = {"customer": customer, "deleted_at": None}
    done = person.activities.filter(**living, happened_at__isnull=False)
    yield from counted(_("activities done"), done, "happened_at")
    begun = customer.opportunities.filter(created_by=person, deleted_at=None)
    yield from counted(_("opportunities begun"), begun, "created_at")
    entered = customer.orders.filter(created_by=person, deleted_at=None)
    yield from counted(_("orders entered"), entered, "ordered_on")
