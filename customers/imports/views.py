"""The pages of an import: upload, match the columns, check, import."""

from tempfile import TemporaryFile

from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.refusals import Refused
from crm.shell import flash
from crm.sheets.errors import write_error_file
from crm.sheets.writing import write_xlsx
from customers.imports import running
from customers.imports.forms import MappingForm, UploadForm
from customers.imports.mapping import targets
from customers.imports.staging import sample, stage
from customers.models import ImportRow, SheetImport

REFUSED_SHOWN = 50


@admin_required
def imports(request):
    """The imports so far, and the form for the next one."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        if staged := staged_or_told(form, request.user):
            return redirect("customers:import", staged.pk)
    recent = SheetImport.objects.select_related("uploaded_by")[:20]
    context = {"form": form, "imports": recent}
    status = 422 if form.errors else 200
    return render(request, "customers/imports/list.html", context, status=status)


def staged_or_told(form, user):
    """The staged import; None with the reason on the form when the sheet was refused."""
    sheet = form.cleaned_data["sheet"]
    try:
        return stage(sheet, sheet.name, by=user, pool=form.cleaned_data["pool"])
    except Refused as refusal:
        form.add_error("sheet", str(refusal))
        return None


@admin_required
def one_import(request, pk):
    found = get_object_or_404(SheetImport.objects.select_related("pool", "uploaded_by"), pk=pk)
    context = {"import": found}
    if found.state == SheetImport.State.MAPPING or "columns" in request.GET:
        form = MappingForm(sheet_import=found)
        context |= {"columns": list(zip(form, sample(found), strict=True))}
    context["refused"] = found.rows.filter(verdict=ImportRow.Verdict.BAD).order_by("number")[:REFUSED_SHOWN]
    return render(request, "customers/imports/detail.html", context)


@admin_required
def progress(request, pk):
    """The bar while there is work; a reload of the page once it is over."""
    found = get_object_or_404(SheetImport, pk=pk)
    response = render(request, "customers/imports/_progress.html", {"import": found})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@admin_required
def check(request, pk):
    found = get_object_or_404(SheetImport, pk=pk)
    form = MappingForm(request.POST, sheet_import=found)
    try:
        if form.is_valid():
            running.start_check(found, form.mapping)
            return redirect("customers:import", pk)
        faults = [error for errors in form.errors.values() for error in errors]
    except Refused as refusal:
        faults = [str(refusal)]
    context = {"import": found, "faults": faults, "columns": list(zip(form, sample(found), strict=True))}
    return render(request, "customers/imports/detail.html", context, status=422)


@require_POST
@admin_required
def write(request, pk):
    running.start_writing(get_object_or_404(SheetImport, pk=pk))
    return redirect("customers:import", pk)


@require_POST
@admin_required
def stop(request, pk):
    running.stop(get_object_or_404(SheetImport, pk=pk))
    flash.told(request, _("Stopped. What was imported stays; the rest can be imported later."))
    return redirect("customers:import", pk)


@admin_required
def errors(request, pk):
    """The refused rows as a sheet: the user's own columns, and why each was refused."""
    found = get_object_or_404(SheetImport, pk=pk)
    rows = found.rows.filter(verdict=ImportRow.Verdict.BAD).order_by("number")
    file = TemporaryFile()
    write_error_file(file, found.header, (refused_cells(row) for row in rows.iterator()))
    file.seek(0)
    name = _("refused rows of %(file)s") % {"file": found.filename}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def refused_cells(row: ImportRow):
    cells = [str(row.cell(column)) for column in range(len(row.cells))]
    return cells, [(column, sentence) for column, sentence in row.problems]


@admin_required
def template(request):
    """An empty sheet with every heading that is understood."""
    file = TemporaryFile()
    write_xlsx(file, [target.label for target in targets().values()], [])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_("customers") + ".xlsx")
