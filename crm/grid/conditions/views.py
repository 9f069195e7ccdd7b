"""The dialog in which conditions are built; it keeps the rest of the list in its own URL."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.grid.conditions.draft import changed, whole
from crm.grid.conditions.rows import Row
from crm.grid.conditions.tree import written
from crm.grid.conditions.where import Where
from crm.grid.doors import grid_for
from crm.shell import sheets

PARTS = {
    "where": "crm/grid/conditions/_rows.html",
    "where-said": "crm/grid/conditions/_said.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
def build(request, key):
    """The conditions of the list `key` in the state of this URL, as rows to change."""
    grid = grid_for(request.user, key, request.GET)
    draft = changed(request.POST) if request.method == "POST" else whole(grid.where.nodes)
    row = Row(draft, grid)
    row.settle()
    where = Where(written(draft.top()), grid)
    is_done = request.method == "POST" and request.POST.get("do", "show") == "show"
    problems = [*draft.unfinished, *where.problems] if is_done else []
    if is_done and not problems:
        return sheets.leave(request, reverse(grid.url_name) + grid.url(where=where.text))
    context = {"row": row, "grid": grid, "where": where, "problems": problems}
    template = PARTS.get(request.htmx.target, "crm/grid/conditions/where.html")
    return render(request, template, context, status=422 if is_done else 200)
