"""The note under a field in which a name, a phone number or a credit code is being typed."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.people.fields import is_id
from customers import duplicates
from customers.duplicates import Typed

NUMBERS = ("phones", "mobile", "phone")


@require_GET
def look_alikes(request):
    """What exists already of what was typed; `?besides=` is the customer being edited."""
    asked = {name: request.GET.get(name, "") for name in ("name", "credit_code", *NUMBERS)}
    numbers = [asked.pop(name) for name in NUMBERS]
    besides = request.GET.get("besides", "")
    typed = Typed.read(phones=numbers, **asked)
    found = duplicates.look(request.user, typed, int(besides) if is_id(besides) else None)
    known = [one.customer.pk for one in found.readable] + [besides] * is_id(besides)
    similar = duplicates.similar(request.user, typed.name, but=known)
    return render(request, "customers/_look_alikes.html", {"found": found, "similar": similar})
