"""The categories of an axis as a sheet: down, and the changed one up again."""

from tempfile import TemporaryFile

from django import forms
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.people.access import admin_required
from crm.refusals import Refused
from crm.shell import flash, sheets
from customers.axes.sheets import SheetFaults, import_categories, write_categories
from customers.models import Axis


class CategorySheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a spreadsheet first.")},
    )


@admin_required
def download(request, key):
    axis = get_object_or_404(Axis, key=key)
    file = TemporaryFile()
    write_categories(file, axis)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{axis.name}.xlsx")


@admin_required
def upload(request, key):
    axis = get_object_or_404(Axis, key=key)
    is_sent = request.method == "POST"
    form = CategorySheetForm(request.POST, request.FILES) if is_sent else CategorySheetForm()
    if form.is_valid() and take(request, axis, form):
        return sheets.leave(request, "customers:axis", key)
    context = {"sheet": sheets.template_for(request), "axis": axis}
    return sheets.show(request, "customers/axes/upload.html", context, form)


def take(request, axis, form) -> bool:
    """Whether the sheet was imported; else the form says why not."""
    sheet = form.cleaned_data["sheet"]
    try:
        added, changed = import_categories(axis, sheet, sheet.name)
    except SheetFaults as faults:
        form.add_error("sheet", faults.sentences)
        return False
    except Refused as refusal:
        form.add_error("sheet", str(refusal))
        return False
    told = _("Added: %(added)d. Changed: %(changed)d.") % {"added": added, "changed": changed}
    flash.done(request, told)
    return True
