"""The doors to one record: strangers get 404, readers without the right to change get 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.refusals import NotAllowed
from crm.rights import register_right
from customers.models import Contact, Customer
from customers.pool.masking import masks_for
from customers.visibility import READERS, CustomerChild


class ReadOnly(NotAllowed, PermissionDenied):
    """A reader's want of a right: a refusal to those who show it, a 403 to everybody else."""


def customer_for(user, pk, *, right="reads"):
    """The customer `pk`, with `customer.access` as it is this instant, covered by its mask.

    `right` is one of Access's: reads, inside, edits, edits_inside. Raises Http404 when the user
    may not read the customer, PermissionDenied when they may but lack `right`.
    """
    customers = Customer.objects.visible_to(user).select_related("owner", "pool")
    customer = get_object_or_404(customers, pk=pk)
    customer.access = customer.access_of(user)
    if not customer.access.reads:
        raise Http404
    refuse_without(customer.access, right)
    return masks_for(customer, user).cover(customer)


def refuse_without(access, right):
    """Raises `ReadOnly` where a reader lacks a right."""
    if not getattr(access, right):
        raise ReadOnly(
            _("You may see this customer, but not change it."),
            _("Ask its owner to share it so that you may."),
            ask="access",
        )


def refuse_unless_editor(customer, user):
    """What a door would say at this instant, of a customer that was just read."""
    refuse_late(customer, user, "edits")


def refuse_unless_editor_of_child(record, user):
    """Contacts are part of the card; everything else is behind it."""
    right = "edits" if record.customer_array == READERS else "edits_inside"
    refuse_late(record.customer_of(), user, right)


def refuse_late(customer, user, right):
    access = customer.access_of(user)
    if not access.reads:
        raise ReadOnly(_("It was moved out of your sight, or deleted, since you chose it."))
    refuse_without(access, right)


register_right(Customer, refuse_unless_editor)
register_right(CustomerChild, refuse_unless_editor_of_child)


def child_for(user, model, pk, *, right="inside"):
    """A row of `model` that belongs to a customer, under the customer's rights and its mask."""
    record = get_object_or_404(model.objects.visible_to(user), pk=pk)
    customer = customer_for(user, record.customer_of().pk, right=right)
    record.access = customer.access
    return customer.mask.cover(record)


def deleted_contact_for(user, pk) -> Contact:
    """A deleted contact, to whoever may change the customer's."""
    contact = get_object_or_404(Contact, pk=pk, deleted_at__isnull=False)
    contact.customer = customer_for(user, contact.customer_id, right="edits")
    return contact


def deleted_customer_for(user, pk):
    """A deleted customer, to whoever may bring it back; Http404 to everybody else."""
    customer = get_object_or_404(Customer, pk=pk)
    if not customer.deleted_at:
        return customer_for(user, pk)
    if not (customer.is_held_by(user) or customer.is_led_by(user)):
        raise Http404
    return customer
