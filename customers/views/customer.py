"""A customer's page, and why its reader may see it."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.shell import sheets
from customers import registry, telling, verbs
from customers.classification import placements
from customers.doors import customer_for
from customers.reasons import reasons

CONTACTS_STAND_AT = 20


@require_GET
def detail(request, pk):
    customer = customer_for(request.user, pk)
    return render(request, "customers/detail.html", page_context(customer, request.user))


def page_context(customer, user) -> dict:
    panels = [panel for panel in registry.panels() if panel.opens_to(customer.access)]
    side = [panel for panel in panels if panel.column == "side"]
    return {
        "customer": customer,
        "access": customer.access,
        "placements": placements(customer),
        "arrival": telling.arrival(customer),
        "offers": verbs.offers(customer, user),
        "delete": verbs.delete_offer(customer, user),
        "shares": customer.shares(),
        "holds": customer.is_held_by(user),
        "contacts": list(map(customer.mask.cover, people_at(customer, user))),
        "main_panels": [panel for panel in panels if panel.column == "main"],
        "first_panels": [panel for panel in side if panel.order < CONTACTS_STAND_AT],
        "side_panels": [panel for panel in side if panel.order >= CONTACTS_STAND_AT],
        "changes": registry.changes(),
    }


def people_at(customer, user):
    return customer.contacts.visible_to(user).order_by("-is_primary", "pk")


@require_GET
def why(request, pk):
    customer = customer_for(request.user, pk)
    context = {"customer": customer, "reasons": reasons(customer, request.user)}
    return sheets.show(request, "customers/why.html", context)
