"""The pages of an import: upload, match the columns, check, import."""

from pathlib import PurePath
from tempfile import TemporaryFile

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.refusals import Refused
from crm.sheets.limits import MIB, current_limits
from crm.sheets.remarks import said
from crm.sheets.writing.xlsx import write_xlsx
from crm.shell import flash
from customers.imports import pace, running
from customers.imports.confirming import confirm_columns
from customers.imports.difference.deciding_views import PolicyForm
from customers.imports.forms import UploadForm
from customers.imports.kinds import CUSTOMERS, KINDS, kind_of
from customers.imports.mapping import Mapping, days
from customers.imports.mapping.faults import left_out
from customers.imports.mapping.forms import MappingForm
from customers.imports.reading import files
from customers.imports.reading.refused import each_refused, write_refused_rows
from customers.imports.reading.rereading import take_in
from customers.imports.undoing.undo import came_of_it, can_be_undone
from customers.imports.undoing.views import numbered
from customers.models import RowCheck, SheetImport

RECENT = 20
REFUSED_SHOWN = 50
State, Verdict = SheetImport.State, RowCheck.Verdict
OPEN = (State.MAPPING, State.CHECKED)


@admin_required
def imports(request):
    """The imports so far, and the form for the next one."""
    if request.method != "POST":
        return show_imports(request, UploadForm(user=request.user))
    form = UploadForm(request.POST, request.FILES, user=request.user)
    staged = staged_or_told(form, request.user)
    return redirect("customers:import", staged.pk) if staged else show_imports(request, form)


def show_imports(request, form):
    limits = current_limits()
    context = {
        "form": form,
        "imports": recent(),
        "kinds": KINDS.values(),
        "megabytes": limits.bytes // MIB,
        "rows": limits.rows,
    }
    status = 422 if form.errors else 200
    return render(request, "customers/imports/list.html", context, status=status)


def recent() -> list[SheetImport]:
    found = list(SheetImport.objects.select_related("uploaded_by")[:RECENT])
    for each in found:
        each.kind_label = kind_of(each).label
    return found


def staged_or_told(form, user):
    """The staged import; None with the reason on the form when the sheet was refused."""
    if not form.is_valid():
        return None
    sheet = form.cleaned_data["sheet"]
    try:
        return take_in(sheet, sheet.name, by=user, pool=form.cleaned_data["pool"])
    except Refused as refusal:
        form.add_error("sheet", str(refusal))
        return None


@admin_required
def one_import(request, pk):
    found = get_object_or_404(SheetImport.objects.select_related("pool", "uploaded_by"), pk=pk)
    if not found.header and not found.is_working and files.is_kept(found):
        return redirect("customers:import_reading", pk)
    anew = found.state == State.CHECKED and "columns" in request.GET
    if found.state == State.MAPPING or anew:
        return show_mapping(request, found, MappingForm(sheet_import=found))
    context = {
        "import": found,
        "refused": list(each_refused(found, REFUSED_SHOWN)),
        "left_out": left_out(found.header, Mapping.of(found)),
        "day_orders": days.said(found.header, Mapping.of(found)),
        "is_broken_off": running.is_broken_off(found),
        "pace": pace.said(found) if found.is_working else "",
        "kind": kind_of(found),
        "policies": PolicyForm(instance=found),
        "counts": counts_shown(found),
        "can_be_undone": can_be_undone(found),
        "came_of_it": numbered(came_of_it(found)) if found.undone_to else [],
        "undecided": found.counted(Verdict.ASKED),
    }
    return render(request, "customers/imports/detail.html", context)


def counts_shown(found: SheetImport) -> list[tuple]:
    """(verdict, rows) of those that stand in the sheet, besides the refused ones."""
    others = [verdict for verdict in Verdict if verdict != Verdict.REFUSED]
    return [(capfirst(v.label), count) for v in others if (count := found.counted(v))]


def show_mapping(request, found, form):
    """The page with the form; with what is wrong, once it was sent to be checked."""
    is_wrong = form.is_bound and not form.is_valid()
    context = mapping_context(found, form) | {"faults": form.faults if is_wrong else []}
    status = 422 if is_wrong else 200
    return render(request, "customers/imports/detail.html", context, status=status)


def mapping_context(found, form) -> dict:
    columns = form.matched()
    return {
        "import": found,
        "kind": kind_of(found),
        "kinds": KINDS.values(),
        "form": form,
        "remarks": [said(*remark) for remark in found.reading.get("remarks", ())],
        "can_be_read_again": bool(found.reading) and files.is_kept(found),
        "columns": columns,
        "recognised": sum(column.is_recognised for column in columns),
    }


@require_POST
@admin_required
def mapping(request, pk):
    """The form as it stands while somebody fills it in; nothing is kept, nothing refused."""
    found = get_object_or_404(SheetImport, pk=pk)
    form = MappingForm(request.POST, sheet_import=found, being_filled_in=True)
    context = mapping_context(found, form)
    return render(request, "customers/imports/_mapping.html", context)


@admin_required
def progress(request, pk):
    """The bar while there is work; a reload of the page once it is over."""
    found = get_object_or_404(SheetImport, pk=pk)
    context = {
        "import": found,
        "is_broken_off": running.is_broken_off(found),
        "pace": pace.said(found),
    }
    response = render(request, "customers/imports/_progress.html", context)
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@admin_required
def check(request, pk):
    found = get_object_or_404(SheetImport.objects.select_related("pool"), pk=pk)
    form = MappingForm(request.POST, sheet_import=found)
    if not form.is_valid():
        return show_mapping(request, found, form)
    try:
        is_asked = confirm_columns(found, form, by=request.user)
    except Refused as refusal:
        found.refresh_from_db(fields=["state"])
        if found.state not in OPEN:
            raise
        form.add_error(None, str(refusal))
        return show_mapping(request, found, form)
    return redirect("customers:import_categories" if is_asked else "customers:import", pk)


@require_POST
@admin_required
def write(request, pk):
    running.start_writing(get_object_or_404(SheetImport, pk=pk), by=request.user)
    return redirect("customers:import", pk)


@require_POST
@admin_required
def stop(request, pk):
    found = get_object_or_404(SheetImport, pk=pk)
    running.stop(found)
    if found.state == State.WRITING:
        flash.told(request, _("Stopped. What was imported stays; the rest can be imported later."))
    else:
        flash.told(request, _("Stopped. Match the columns and check again when you are ready."))
    return redirect("customers:import", pk)


@require_POST
@admin_required
def resume(request, pk):
    running.resume(get_object_or_404(SheetImport, pk=pk), by=request.user)
    return redirect("customers:import", pk)


@admin_required
def errors(request, pk):
    """The refused rows as a sheet: the user's own columns, and why each was refused."""
    found = get_object_or_404(SheetImport, pk=pk)
    file = TemporaryFile()
    back = write_refused_rows(file, found)
    if back.lost:
        flash.told(request, back.told)
    name = _("refused rows of %(file)s") % {"file": PurePath(found.filename).stem}
    return download(file, f"{name}{back.suffix}")


@admin_required
def template(request):
    """An empty sheet with every heading that is understood for rows of a kind."""
    kind = KINDS.get(request.GET.get("kind", CUSTOMERS))
    if kind is None:
        raise Http404
    file = TemporaryFile()
    write_xlsx(file, [target.label for target in kind.targets().values()], [])
    return download(file, f"{kind.label}.xlsx")


def download(file, name: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
