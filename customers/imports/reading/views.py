"""The page on which somebody says how the file is to be read."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from crm.people.access import admin_required
from crm.refusals import Refused
from customers.imports.reading import files
from customers.imports.reading.rereading import ReadingForm, is_large, preview, read_again
from customers.models import SheetImport

State = SheetImport.State


@admin_required
def reading(request, pk):
    """The choices with the first rows as they would be read; `again` reads all of it so. A large
    file's come behind the page."""
    found = get_object_or_404(SheetImport, pk=pk)
    if found.state not in (State.MAPPING, State.CHECKED):
        return redirect("customers:import", pk)
    if not (found.reading and files.is_kept(found)):
        raise Http404
    if request.method == "GET" and not request.htmx and is_large(found):
        return render(request, "customers/imports/reading.html", {"import": found, "columns": True})
    form = ReadingForm(request.POST or None, found=found)
    if form.is_bound and not form.is_valid():
        return show(request, found, form, None, status=422)
    if "again" not in request.POST:
        return show(request, found, form, preview(found, form.choices))
    try:
        read_again(found, form.choices, by=request.user)
    except Refused:
        return show(request, found, form, preview(found, form.choices), status=422)
    return redirect("customers:import", pk)


def show(request, found, form, shown, status=200):
    part = "_reading_form" if request.htmx else "reading"
    context = {"import": found, "form": form, "preview": shown, "columns": True}
    return render(request, f"customers/imports/{part}.html", context, status=status)
