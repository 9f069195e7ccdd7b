"""The parts of a customer's page that load by themselves, each also a page of its own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from customers import history, registry, telling
from customers.doors import customer_for

ENTRIES_ON_THE_PAGE = 8


@require_GET
def panel(request, pk, key):
    customer = customer_for(request.user, pk)
    panel = registry.panel(key)
    if panel is None:
        raise Http404
    if not panel.opens_to(customer.access):
        raise PermissionDenied(_("The card is shared with you, not everything behind it."))
    context = panel.context(customer, request.user, customer.access)
    context |= {"customer": customer, "access": customer.access, "label": panel.label}
    return render(request, part(request, panel.template, context), context)


@require_GET
def ledger(request, pk):
    customer = customer_for(request.user, pk)
    entries = telling.ledger_of(customer)
    shown = list(entries[: ENTRIES_ON_THE_PAGE + 1]) if request.htmx else list(entries)
    has_more = bool(request.htmx) and len(shown) > ENTRIES_ON_THE_PAGE
    context = {
        "customer": customer,
        "entries": list(
            map(customer.mask.cover, shown[:ENTRIES_ON_THE_PAGE] if has_more else shown)
        ),
        "has_more": has_more,
        "holds": customer.is_held_by(request.user) or customer.is_led_by(request.user),
        "label": _("Ownership"),
    }
    return render(request, part(request, "customers/_ledger.html", context), context)


@require_GET
def changes(request, pk):
    customer = customer_for(request.user, pk)
    found = history.changes_of(customer)
    context = {
        "customer": customer,
        "changes": found[:ENTRIES_ON_THE_PAGE] if request.htmx else found,
        "has_more": bool(request.htmx) and len(found) > ENTRIES_ON_THE_PAGE,
        "label": _("Changes"),
    }
    return render(request, part(request, "customers/_changes.html", context), context)


def part(request, template, context) -> str:
    """The part alone for htmx, else a page around it."""
    context["part"] = template
    return template if request.htmx else "customers/part.html"
