"""The page that says what an undo would put back, and does it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst

from crm.people.access import admin_required
from customers.imports import running
from customers.imports.undoing import can_be_undone, foreseen, undone_until
from customers.models import RowCheck, SheetImport


@admin_required
def undo(request, pk):
    """What would be put back, what is kept; sent, it is done in the background."""
    found = get_object_or_404(SheetImport, pk=pk)
    if request.method == "POST":
        running.start_undoing(found, by=request.user)
    if request.method == "POST" or not can_be_undone(found):
        return redirect("customers:import", pk)
    context = {
        "import": found,
        "counts": numbered(foreseen(found, request.user)),
        "until": undone_until(found),
    }
    return render(request, "customers/imports/undo.html", context)


def numbered(counts: dict[str, int]) -> list[tuple]:
    """(what becomes of them, rows), each there is."""
    return [(capfirst(u.label), counts.get(u, 0)) for u in RowCheck.Undone]
