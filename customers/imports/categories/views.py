"""The page that asks what unknown categories mean."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.refusals import Refused
from customers.imports.categories.forms import CategoriesForm
from customers.imports.categories.settling import settle_categories
from customers.imports.categories.unknown import unknown_categories
from customers.imports.mapping import Mapping
from customers.models import SheetImport

State = SheetImport.State


@admin_required
def categories(request, pk):
    """Asks, and takes the answer; who comes when nothing is unknown goes on to the columns."""
    found = get_object_or_404(SheetImport.objects.select_related("pool"), pk=pk)
    form = form_of(found, request.POST or None)
    if found.state != State.MAPPING or not form.unknown:
        return redirect("customers:import", pk)
    if form.is_valid() and is_settled(found, form, request.user):
        return redirect("customers:import", pk)
    return show(request, found, form, form.faults if form.is_bound else [])


def is_settled(found, form, by) -> bool:
    """Whether the check has begun; a category that cannot be created is told on the form."""
    try:
        settle_categories(found, form, by=by)
    except Refused as refusal:
        found.refresh_from_db(fields=["state"])
        if found.state != State.MAPPING:
            raise
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@admin_required
def choosing(request, pk):
    """The form as it stands while somebody fills it in; nothing is kept, nothing refused."""
    found = get_object_or_404(SheetImport.objects.select_related("pool"), pk=pk)
    form = form_of(found, request.POST)
    form.being_filled_in = True
    return show(request, found, form, [])


def form_of(found, data) -> CategoriesForm:
    mapping = Mapping.of(found)
    return CategoriesForm(data, unknown=unknown_categories(found, mapping), mapping=mapping)


def show(request, found, form, faults):
    context = {"import": found, "axes": form.asked(), "faults": faults, "columns": True}
    part = "_categories" if request.htmx else "categories"
    status = 422 if faults else 200
    return render(request, f"customers/imports/{part}.html", context, status=status)
