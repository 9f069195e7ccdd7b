"""Saying "delete" to many rows, and the page of what became of them."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.grid.choosing import Selection
from crm.grid.registry import grid_named
from crm.grid.removing import running
from crm.grid.removing.models import Removal, RemovalRow
from crm.shell import flash, sheets
from crm.shell.refusals import where_from
from crm.working import said_left

ROWS_ON_A_PAGE = 50
State = RemovalRow.State


@require_http_methods(["GET", "POST"])
def delete(request, key):
    """The dialog that asks once more; sent, the rows are deleted."""
    data = request.POST.copy() if request.method == "POST" else request.GET.copy()
    data["grid"] = key
    if getattr(grid_named(key), "removing", None) is None:
        raise Http404
    selection = Selection(request.user, data)
    if request.method == "GET":
        return sheets.show(request, "crm/grid/removals/ask.html", {"selection": selection})
    return told(request, running.start(selection))


def told(request, removal):
    """A small one is told with its undo; a large one, or one with trouble, has a page."""
    counts = counts_of(removal)
    if removal.is_at_work or counts[State.DONE] < removal.total or removal.unseen:
        return sheets.leave(request, removal)
    number = counts[State.DONE]
    sentence = ngettext("%(count)s deleted", "%(count)s deleted", number) % {"count": number}
    flash.done(request, sentence, undo_url=f"{removal.get_absolute_url()}undo/")
    return sheets.leave(request, request.htmx.current_url_abs_path or where_from(request))


@require_safe
def removal(request, pk):
    found = removal_for(request.user, pk)
    page = Paginator(found.rows.order_by("position"), ROWS_ON_A_PAGE)
    context = {**shown(found), "page": page.get_page(request.GET.get("page"))}
    return render(request, "crm/grid/removals/removal.html", context)


@require_safe
def progress(request, pk):
    """The bar while there is work; a reload of the page once it is over."""
    found = removal_for(request.user, pk)
    response = render(request, "crm/grid/removals/_progress.html", shown(found))
    if not found.is_at_work:
        response["HX-Refresh"] = "true"
    return response


def shown(found: Removal) -> dict:
    counts, known = counts_of(found), grid_named(found.grid)
    left = counts[running.STEPS[found.state][0]] if found.is_at_work else 0
    return {
        "removal": found,
        "list": {"title": known.title, "url_name": known.url_name},
        "counts": [(State(state).label, number) for state, number in counts.items()],
        "deleted": counts[State.DONE],
        "settled": found.total - left,
        "pace": said_left(found.time_left(found.total - left)),
    }


def counts_of(found: Removal) -> Counter:
    rows = found.rows.order_by().values_list("state").annotate(Count("pk"))
    return Counter(dict(rows))


@require_POST
def stop(request, pk):
    running.stop(removal_for(request.user, pk))
    return redirect("grids:removal", pk)


@require_POST
def undo(request, pk):
    found = running.undo(removal_for(request.user, pk))
    if found.is_at_work or counts_of(found)[State.STUCK]:
        return sheets.leave(request, found)
    flash.done(request, _("Everything is back."))
    return sheets.leave(request, where_from(request))


def removal_for(user, pk) -> Removal:
    """Whoever deleted looks at it; everybody else gets 404."""
    return get_object_or_404(Removal.objects.select_related("by"), by=user, pk=pk)
