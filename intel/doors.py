"""The doors to a dossier and to facts: narrower than the one to the contact."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.rights import register_right
from customers.doors import child_for, customer_for, refuse_unless_editor_of_child
from customers.models import Contact
from intel.confidants import is_confidant, refuse_unless_confidant
from intel.models import Fact


def known_contact(user, pk) -> Contact:
    """A contact whose dossier `user` may read."""
    contact = child_for(user, Contact, pk, right="reads")
    if not contact.access.inside:
        raise PermissionDenied(_("The card is shared with you, not everything behind it."))
    return contact


def confided_contact(user, pk) -> Contact:
    """A contact about whom `user` may record facts."""
    contact = child_for(user, Contact, pk, right="edits_inside")
    refuse_unless_confidant(user, contact.customer)
    return contact


def fact_for(user, pk) -> Fact:
    """A fact that `user` may change. To others it does not exist, not even by its number."""
    return _confided(user, get_object_or_404(Fact.objects.visible_to(user), pk=pk))


def deleted_fact_for(user, pk) -> Fact:
    deleted = Fact.objects.confided_to(user).filter(deleted_at__isnull=False)
    return _confided(user, get_object_or_404(deleted, pk=pk))


def _confided(user, fact) -> Fact:
    customer = customer_for(user, fact.contact.customer_id, right="edits_inside")
    if not is_confidant(user, customer):
        raise Http404
    return fact


def refuse_unless_in_confidence(fact, user):
    refuse_unless_editor_of_child(fact, user)
    refuse_unless_confidant(user, fact.contact.customer)


register_right(Fact, refuse_unless_in_confidence)
