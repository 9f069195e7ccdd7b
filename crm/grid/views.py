"""The one view behind every list."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from crm.grid.exporting.downloading import download
from crm.grid.limits import TooSlow, time_limit
from crm.shell.sheets import is_dialog

PARTS = {
    "filters": "crm/grid/_filters.html",
    "columns": "crm/grid/_columns.html",
    "head": "crm/grid/heads/menu.html",
    "heads": "crm/grid/heads/list.html",
    "facet": "crm/grid/heads/_facet.html",
    "states": "crm/grid/_states.html",
}
WHEN_TOO_SLOW = {
    "head": "crm/grid/_slow_part.html",
    "facet": "crm/grid/_slow_part.html",
}

PARTS_IN_A_DIALOG = {"head": "crm/grid/heads/sheet.html"}


def grid_view(grid_class, template="crm/grid/page.html", **extra):
    """A view that shows `grid_class`; `extra` goes to the template as it is.

    `?part=filters` and `?part=columns` give the dialogs, `?export=xlsx|csv` the rows as a
    file, a request by htmx only the grid and the links in the page's head. The bare address
    opens one's default view.
    """

    @require_safe
    def view(request):
        return show_grid(request, grid_class(request.user, request.GET), template, **extra)

    return view


def show_grid(request, grid, template="crm/grid/page.html", **extra):
    """What `grid_view` does, for a view that makes its grid itself."""
    if is_bare(request) and grid.default_view:
        return redirect(grid.default_view)
    if request.GET.get("export"):
        return download(request, grid, request.GET["export"])
    try:
        with time_limit(settings.GRID_SECONDS):
            return render(request, _template(request, template), {"grid": grid, **extra})
    except TooSlow:
        return _stopped(request, grid, template, extra)


def _stopped(request, grid, template, extra):
    """The same page with a sentence and ways out instead of rows; what was typed is still there."""
    grid = grid.without(())
    grid.is_too_slow = True
    template = WHEN_TOO_SLOW.get(_part(request)) or _template(request, template)
    return render(request, template, {"grid": grid, **extra})


def _part(request) -> str:
    return request.GET.get("part", "")


def is_bare(request) -> bool:
    """Whether a whole page is asked for and the URL says nothing of it."""
    return not (request.GET or request.htmx)


def _template(request, template):
    asked = _part(request)
    part = PARTS_IN_A_DIALOG.get(asked) if is_dialog(request) else None
    if part := part or PARTS.get(asked):
        return part
    return "crm/grid/_anew.html" if request.htmx.target == "grid" else template
