"""Asking for an export, and the pages of what became of it."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.grid.exporting import files, running
from crm.grid.exporting.answering import TooSlow, answer, file_name_of
from crm.grid.exporting.capping import refuse_to_give
from crm.grid.exporting.doors import own_record, record_for
from crm.grid.exporting.forms import CapsForm
from crm.grid.exporting.grids import ExportGrid
from crm.grid.exporting.models import ExportRecord
from crm.grid.exporting.recording import headings_of, pace_of
from crm.grid.exporting.wanted import Wanted
from crm.grid.views import show_grid
from crm.refusals import NotAllowed, Refused
from crm.shell import flash, sheets


@require_http_methods(["GET", "POST"])
def export(request, key):
    """The sheet that says what would go out; sent, the file itself or the page of its job."""
    if request.method == "GET":
        return asked(request, Wanted(request.user, key, request.GET))
    wanted, kind = Wanted(request.user, key, request.POST), request.POST.get("kind", "")
    if request.POST.get("background") or not wanted.is_small:
        return sheets.leave(request, running.start(*asked_of(wanted, kind)))
    try:
        return answer(*asked_of(wanted, kind))
    except TooSlow:
        return sheets.leave(request, running.start(*asked_of(wanted, kind)))


def asked_of(wanted, kind) -> tuple:
    return wanted.grid, kind, wanted.ids, wanted.sentence


def asked(request, wanted):
    context = {
        "wanted": wanted,
        "sentence": wanted.sentence,
        "kinds": ExportRecord.Kind.choices,
        "kind": request.GET.get("kind") or ExportRecord.Kind.XLSX,
        "by_job": bool(request.GET.get("background")) or not wanted.is_small,
        "refusal": wanted.why_not(ExportRecord.Kind.CSV),
    }
    return sheets.show(request, "crm/grid/exports/ask.html", context)


@require_safe
def exports(request):
    return show_grid(request, ExportGrid(request.user, request.GET), "crm/grid/exports/list.html")


@require_safe
def record(request, pk):
    return show_record(request, record_for(request.user, pk))


def show_record(request, found, status=200):
    context = {**shown(request, found), "headings": headings_of(found, request.user)}
    return render(request, "crm/grid/exports/record.html", context, status=status)


def shown(request, found) -> dict:
    return {
        "record": found,
        "is_mine": found.by_id == request.user.pk,
        "is_broken_off": running.is_broken_off(found),
        "pace": pace_of(found),
        "refusal": why_not_given(request.user, found),
    }


def why_not_given(user, found) -> Refused | None:
    try:
        refuse_to_give(user, found)
    except Refused as refusal:
        return refusal
    return None


@require_safe
def progress(request, pk):
    """The bar while there is work; a reload of the page once it is over."""
    found = record_for(request.user, pk)
    response = render(request, "crm/grid/exports/_progress.html", shown(request, found))
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def file(request, pk):
    """The file, for whom it was written; 404 with the reason once its time is over, 403 once they
    may not export any more."""
    found = own_record(request.user, pk)
    if not found.expires_at:
        raise Http404
    if why_not_given(request.user, found):
        return show_record(request, found, status=403)
    if not found.has_file:
        return show_record(request, found, status=404)
    try:
        opened = files.path_of(found).open("rb")
    except FileNotFoundError:
        return show_record(request, found, status=404)
    return FileResponse(opened, as_attachment=True, filename=file_name_of(found))


@require_POST
def cancel(request, pk):
    if running.cancel(own_record(request.user, pk)):
        flash.told(request, _("Cancelled. Nothing was kept."))
    return redirect("grids:export_record", pk)


@require_POST
def resume(request, pk):
    running.resume(own_record(request.user, pk))
    return redirect("grids:export_record", pk)


@require_http_methods(["GET", "POST"])
def caps(request):
    """How many rows an export may have, role by role."""
    if not request.user.is_admin:
        raise NotAllowed(_("Only administrators set caps on exports."), _("Ask one of them."))
    form = CapsForm(request.POST or None)
    if not form.is_valid():
        return sheets.show(request, "crm/grid/exports/caps.html", {}, form)
    form.save()
    flash.done(request, _("The caps are set."))
    return sheets.leave(request, "grids:exports")
