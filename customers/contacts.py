"""The people at a customer: added, changed, put aside; one of them is the primary.

Every change locks the customer first, so that two first contacts do not both become primary.
"""

from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.models import Contact, Customer


@contextmanager
def people_locked(customer_id: int, by):
    with transaction.atomic(), pghistory.context(user=by.pk):
        locked = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
        if locked.deleted_at:
            raise Refused(_("%(customer)s has been deleted.") % {"customer": locked})
        yield locked.contacts.filter(deleted_at__isnull=True)


def add(contact: Contact, *, by):
    """The first contact of a customer is its primary one."""
    with people_locked(contact.customer_id, by) as people:
        contact.is_primary = not people.filter(is_primary=True).exists()
        contact.save()


def make_primary(contact: Contact, *, by):
    with people_locked(contact.customer_id, by) as people:
        if not people.filter(pk=contact.pk).exists():
            raise Refused(_("%(customer)s has been deleted.") % {"customer": contact})
        _step_down(people.exclude(pk=contact.pk))
        _mark(contact, True)


def put_aside(contact: Contact, *, by):
    """Out of every list. A primary contact is followed by the one known longest."""
    with people_locked(contact.customer_id, by) as people:
        contact.put_aside(by=by)
        heir = people.order_by("pk").first()
        if contact.is_primary and heir:
            _mark(heir, True)


def bring_back(contact: Contact, *, by):
    """Undoes `put_aside`, primacy included."""
    with people_locked(contact.customer_id, by) as people:
        # Undone twice, it would otherwise make way for itself.
        if contact.is_primary:
            _step_down(people.exclude(pk=contact.pk))
        contact.restore()


def _step_down(people):
    for contact in people.filter(is_primary=True):
        _mark(contact, False)


def _mark(contact, is_primary):
    contact.is_primary = is_primary
    contact.save(update_fields=["is_primary", "updated_at"])
