"""The categories of an axis as a sheet: down, and the changed one up again."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.grid.exporting.small_tables import hand_out
from crm.people.access import admin_required
from crm.sheets.declared import SheetForm
from crm.shell import flash, sheets
from customers.axes.resource import CategoryResource
from customers.axes.sheets import import_categories
from customers.models import Axis


@admin_required
def download(request, key):
    return hand_out(CategoryResource(get_object_or_404(Axis, key=key)), by=request.user)


@admin_required
def upload(request, key):
    axis = get_object_or_404(Axis, key=key)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid() and (taken := form.read(partial(import_categories, axis))):
        words = dict(zip(("added", "changed"), taken, strict=True))
        flash.done(request, _("Added: %(added)d. Changed: %(changed)d.") % words)
        return sheets.leave(request, "customers:axis", key)
    context = {"sheet": sheets.template_for(request), "axis": axis}
    return sheets.show(request, "customers/axes/upload.html", context, form)
