"""The pages on which views are saved, shared, placed and put away."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from crm.grid.doors import grid_for
from crm.grid.saved import keeping, placing
from crm.grid.saved.doors import deleted_view_for, list_url, own_view_for, view_for
from crm.grid.saved.forms import NewViewForm, ViewForm
from crm.refusals import Refused
from crm.shell import flash, sheets
from crm.shell.refusals import where_from

CHANGED = "views-changed"


@require_safe
def manage(request, key):
    """All views of a list, to be put in order, pinned, renamed, put away."""
    return managing(request, key)


def managing(request, key):
    return sheets.show(request, "crm/grid/saved/manage.html", {"grid": grid_for(request.user, key)})


@require_http_methods(["GET", "POST"])
def new(request, key):
    """Saves the state in `query`; the form is opened with that state as its own query string."""
    query = request.POST.get("query", "") or request.GET.urlencode()
    grid = grid_for(request.user, key, query)
    form = NewViewForm(request.POST or None, user=request.user, initial={"query": query})
    if form.is_valid() and (view := attempt(form, keeping.save, grid, by=request.user)):
        place(view, request.user, form.cleaned_data)
        flash.done(request, _("The view “%(view)s” is saved.") % {"view": view})
        return sheets.leave(request, view)
    return sheets.show(request, "crm/grid/saved/new.html", {"grid": grid}, form)


def attempt(form, verb, *args, **kwargs):
    """What the verb answers to the form's name and sharing; None, and said, where it refuses."""
    try:
        return verb(*args, name=form.cleaned_data["name"], **form.shares, **kwargs)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return None


def place(view, user, wishes):
    if wishes["is_pinned"]:
        placing.pin(view, user, pinned=True)
    if wishes["is_default"]:
        placing.open_first(view, user, first=True)


@require_http_methods(["GET", "POST"])
def edit(request, key, pk):
    """Renames and shares."""
    view = own_view_for(request.user, key, pk)
    form = ViewForm(request.POST or None, user=request.user, view=view)
    if form.is_valid() and attempt(form, keeping.change, view, by=request.user):
        flash.done(request, _("The view “%(view)s” is saved.") % {"view": view})
        return stay(request, key, closing=True)
    return sheets.show(request, "crm/grid/saved/edit.html", {"view": view}, form)


@require_POST
def state(request, key, pk):
    """Makes the posted state the view's."""
    view = own_view_for(request.user, key, pk)
    grid = grid_for(request.user, key, request.POST.get("query", ""))
    keeping.save_anew(view, grid, by=request.user, version=version_in(request.POST))
    back = view.url_of("undo") + f"?version={view.version}"
    flash.done(request, _("The view “%(view)s” is saved.") % {"view": view}, undo_url=back)
    return sheets.leave(request, view)


@require_POST
def undo(request, key, pk):
    view = own_view_for(request.user, key, pk)
    keeping.undo(view, by=request.user, version=version_in(request.GET))
    flash.done(request, _("The view “%(view)s” is as it was before.") % {"view": view})
    return sheets.leave(request, view)


def version_in(data) -> int:
    text = data.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
def copy(request, key, pk):
    copied = keeping.copy(view_for(request.user, key, pk), by=request.user)
    flash.done(request, _("“%(view)s” is a copy of your own.") % {"view": copied})
    return sheets.leave(request, copied)


@require_POST
def pin(request, key, pk):
    view = view_for(request.user, key, pk)
    placing.pin(view, request.user, pinned=not view.is_pinned)
    return stay(request, key)


@require_POST
def first(request, key, pk):
    view = view_for(request.user, key, pk)
    placing.open_first(view, request.user, first=not view.is_default)
    return stay(request, key)


@require_POST
def move(request, key, pk, direction):
    steps = {"up": -1, "down": 1}
    if direction not in steps:
        raise Http404
    placing.move(view_for(request.user, key, pk), request.user, by=steps[direction])
    return stay(request, key)


@require_POST
def delete(request, key, pk):
    view = own_view_for(request.user, key, pk)
    view.put_aside(by=request.user)
    gone = _("The view “%(view)s” is deleted.") % {"view": view}
    flash.done(request, gone, undo_url=view.url_of("restore"))
    return stay(request, key) if sheets.is_dialog(request) else left(request, view)


def left(request, view):
    """The same rows without the view."""
    return sheets.leave(request, list_url(view.grid, view.query))


@require_POST
def restore(request, key, pk):
    view = keeping.restore(deleted_view_for(request.user, key, pk))
    flash.done(request, _("The view “%(view)s” is back.") % {"view": view})
    return sheets.leave(request, view)


def stay(request, key, *, closing=False):
    """Back where one was: the page's bar and navigation draw themselves anew."""
    if not request.htmx:
        return redirect(where_from(request))
    if closing or not sheets.is_dialog(request):
        return sheets.close(request, CHANGED)
    return trigger_client_event(managing(request, key), CHANGED)
