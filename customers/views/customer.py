"""A customer's page, and why its reader may see it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.models import User
from crm.people.fields import is_id
from crm.refusals import NotAllowed
from crm.shell import sheets
from customers import registry, telling, verbs
from customers.classification import placements
from customers.doors import customer_for
from customers.forms.verbs import AboutForm
from customers.merging.following import survivor_for
from customers.own_fields.showing import shown_on
from customers.pool.digest import digest
from customers.reasons import explained, paths, reasons

CONTACTS_STAND_AT = 20


@require_GET
def detail(request, pk):
    try:
        customer = customer_for(request.user, pk)
    except Http404:
        # What went into another leads there, from notices and old links.
        if survivor := survivor_for(request.user, pk):
            return redirect(survivor)
        raise
    return render(request, "customers/detail.html", page_context(customer, request.user))


def page_context(customer, user) -> dict:
    contacts = [customer.mask.cover(contact) for contact in people_at(customer, user)]
    for contact, own in zip(contacts, shown_on(contacts), strict=True):
        contact.own_shown = own
    panels = [panel for panel in registry.panels() if panel.opens_to(customer.access)]
    side = [panel for panel in panels if panel.column == "side"]
    return {
        "customer": customer,
        "access": customer.access,
        "placements": placements(customer),
        "arrival": telling.arrival(customer),
        "offers": verbs.offers(customer, user),
        "seldom": verbs.seldom(customer, user),
        "ask_access": verbs.access_offer(customer, user),
        "shares": customer.shares(),
        "holds": customer.is_held_by(user),
        "contacts": contacts,
        "own": shown_on([customer])[0],
        "source_keys": customer.source_keys.select_related("system").order_by("system", "key"),
        "main_panels": [panel for panel in panels if panel.column == "main"],
        "first_panels": [panel for panel in side if panel.order < CONTACTS_STAND_AT],
        "side_panels": [panel for panel in side if panel.order >= CONTACTS_STAND_AT],
        "changes": registry.changes(),
        "digest": digest(customer, user) if customer.is_pooled else None,
    }


def people_at(customer, user):
    return customer.contacts.visible_to(user).order_by("-is_primary", "pk")


@require_GET
def why(request, pk):
    """`?verb=claim` asks why that one is closed, `?user=7` why somebody else sees it or not."""
    customer = customer_for(request.user, pk)
    if "user" in request.GET:
        other = other_person(request.user, request.GET)
        context = {"customer": customer, "other": other, "paths": paths(customer, other)}
        return sheets.show(request, "customers/why_other.html", context)
    name = request.GET.get("verb", "")
    context = {
        "customer": customer,
        "verb": name,
        "reasons": reasons(customer, request.user),
        "refusals": explained(customer, request.user, name),
        "about": AboutForm() if request.user.is_admin or request.user.is_manager else None,
    }
    return sheets.show(request, "customers/why.html", context)


def other_person(user, data):
    """Somebody whom `user` may ask about: admins about everybody, managers about their people."""
    if "user-typed" in data:
        form = AboutForm(data)
        other = form.cleaned_data["user"] if form.is_valid() else None
    else:
        other = User.objects.filter(pk=data["user"]).first() if is_id(data["user"]) else None
    if other is None:
        raise Http404
    if not (user.is_admin or other == user or user.manages(other)):
        raise NotAllowed(_("You may ask only about people you manage."), _("Ask an administrator."))
    return other
