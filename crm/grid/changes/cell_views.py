"""Opening and saving one cell."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.grid.changes.cells import Cell
from crm.grid.changes.screen import grid_on_screen
from crm.grid.filters import is_id
from crm.shell import flash


@require_http_methods(["GET", "POST"])
def cell(request, key):
    """`?id=7&column=name`: the cell's editor; posted, the row as it stands afterwards."""
    cell = Cell(grid_in(request, key), record_id(request), request.GET.get("column", ""))
    form = cell.form(request.POST or None)
    if request.method == "POST" and cell.save(form):
        return saved(request, cell)
    status = 409 if form.disputes else 422 if form.errors else 200
    return render(
        request, "crm/grid/changes/cell.html", {"cell": cell, "form": form}, status=status
    )


@require_safe
def row(request, key):
    """`?id=7`: the row as the list has it; with `&whole=1` opened, with all that can be changed."""
    grid = grid_in(request, key)
    return row_of(request, grid, grid.editing_door(record_id(request)).pk)


def grid_in(request, key):
    grid = grid_on_screen(request, key)
    grid.is_opened = bool(request.GET.get("whole"))
    return grid


def record_id(request) -> int:
    pk = request.GET.get("id", "")
    if not is_id(pk):
        raise Http404
    return int(pk)


def saved(request, cell):
    if cell.change_set:
        tell(request, cell)
        for doubt in cell.doubts:
            flash.told(request, doubt.text, url=doubt.url)
    return row_of(request, cell.grid, cell.record.pk)


def row_of(request, grid, pk):
    drawn = [grid.drawn(record, True) for record in grid.loaded([pk])]
    return render(request, "crm/grid/changes/saved.html", {"grid": grid, "rows": drawn})


def tell(request, cell):
    words = {"record": cell.change.name, "column": cell.column.heading}
    words["value"] = cell.change.new_text
    sentence = _("%(record)s, %(column)s: now “%(value)s”.")
    if not cell.change.new_text:
        sentence = _("%(record)s, %(column)s: now empty.")
    flash.done(request, sentence % words, undo_url=cell.change_set.url("undo"))
