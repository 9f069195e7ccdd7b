"""The one view behind every list."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from crm.grid.exporting.downloading import download

PARTS = {
    "filters": "crm/grid/_filters.html",
    "columns": "crm/grid/_columns.html",
    "head": "crm/grid/heads/menu.html",
    "facet": "crm/grid/heads/_facet.html",
}


def grid_view(grid_class, template="crm/grid/page.html", **extra):
    """A view that shows `grid_class`; `extra` goes to the template as it is.

    `?part=filters` and `?part=columns` give the dialogs, `?export=xlsx|csv` the rows as a
    file, a request by htmx only the grid. The bare address opens one's default view.
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
    return render(request, _template(request, template), {"grid": grid, **extra})


def is_bare(request) -> bool:
    """Whether a whole page is asked for and the URL says nothing of it."""
    return not (request.GET or request.htmx)


def _template(request, template):
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return part
    return "crm/grid/_grid.html" if request.htmx.target == "grid" else template
