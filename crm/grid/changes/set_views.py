"""My change sets, and one of them: looked at, applied, undone."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from crm.grid.changes import running
from crm.grid.changes.doors import changes_for, own_changes
from crm.grid.changes.models import ChangeSet
from crm.grid.changes.outcomes import (
    UNDO_LOOKED_AT,
    Outcome,
    Shown,
    cells_of,
    chips_of,
    forecast_undo,
    outcomes_of,
)
from crm.grid.registry import grid_named
from crm.shell import flash, sheets

CELLS_ON_A_PAGE = 50
RECENT = 50
CHANGED = "grid-changed"


@require_safe
def mine(request):
    """What I changed in lists, the latest first."""
    sets = ChangeSet.objects.filter(by=request.user).order_by("-at", "-pk")[:RECENT]
    return render(request, "crm/grid/changes/mine.html", {"outcomes": outcomes_of(sets)})


@require_safe
def show(request, key, pk):
    """One set as a page, or in the dialog over its list; `?outcome=` narrows the cells."""
    return sheet(request, changes_for(request.user, key, pk))


def sheet(request, changes: ChangeSet, status=200) -> HttpResponse:
    cells = cells_of(changes, request.GET.get("outcome", ""))
    page = Paginator(cells, CELLS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "set": changes,
        "outcome": Outcome(changes),
        "page": page,
        "cells": Shown(request.user, changes, page),
        "is_own": changes.by_id == request.user.pk,
        "is_broken_off": running.is_broken_off(changes),
        "list_url": list_url(changes),
        "in_dialog": sheets.is_dialog(request),
    }
    return render(request, "crm/grid/changes/set.html", context, status=status)


@require_safe
def progress(request, key, pk):
    """The bar while there is work; a reload of the page once it is over."""
    changes = changes_for(request.user, key, pk)
    context = {
        "set": changes,
        "outcome": Outcome(changes),
        "is_broken_off": running.is_broken_off(changes),
    }
    response = render(request, "crm/grid/changes/_progress.html", context)
    if not changes.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def apply(request, key, pk):
    changes = running.apply(own_changes(request.user, key, pk))
    outcome = Outcome(changes)
    if changes.is_at_work or not sheets.is_dialog(request):
        return sheets.leave(request, changes)
    if not outcome.is_clean:
        return trigger_client_event(sheet(request, changes), CHANGED)
    flash.done(request, outcome.sentence, undo_url=changes.url("undo"))
    return sheets.close(request, CHANGED)


@require_http_methods(["GET", "POST"])
def undo(request, key, pk):
    """What undoing would come to; posted, it is done."""
    changes = own_changes(request.user, key, pk)
    if request.method == "POST":
        return undone(request, running.undo(changes))
    chips = chips_of(forecast_undo(request.user, changes))
    context = {"set": changes, "outcome": Outcome(changes), "chips": chips}
    context["looked_at"] = UNDO_LOOKED_AT
    return sheets.show(request, "crm/grid/changes/undo.html", context)


def undone(request, changes) -> HttpResponse:
    outcome = Outcome(changes)
    if changes.is_at_work:
        return sheets.leave(request, changes)
    if outcome.is_clean:
        flash.done(request, outcome.sentence)
    else:
        flash.told(request, "\n".join([outcome.sentence, *outcome.reasons]))
    if request.htmx:
        return sheets.close(request, CHANGED)
    is_one_cell = changes.kind == ChangeSet.Kind.CELL
    return redirect(list_url(changes) if is_one_cell else changes)


@require_POST
def discard(request, key, pk):
    changes = own_changes(request.user, key, pk)
    running.discard(changes)
    flash.told(request, _("Nothing was changed."))
    if sheets.is_dialog(request):
        return sheets.close(request)
    return redirect(list_url(changes))


@require_POST
def stop(request, key, pk):
    changes = own_changes(request.user, key, pk)
    running.stop(changes)
    flash.told(request, _("Stopped. What was done stays; the rest can be done later."))
    return redirect(changes)


@require_POST
def resume(request, key, pk):
    changes = own_changes(request.user, key, pk)
    if running.is_broken_off(changes):
        running.resume(changes)
    return redirect(changes)


def list_url(changes: ChangeSet) -> str:
    grid = grid_named(changes.grid)
    return reverse(grid.url_name) if grid else reverse("grids:changes")
