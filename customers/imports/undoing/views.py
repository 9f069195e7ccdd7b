"""The page that says what an undo would put back, and does it."""

from collections import Counter

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from crm.people.access import admin_required
from crm.people.fields import is_id
from customers.imports import running
from customers.imports.kinds import kind_of
from customers.imports.undoing.undo import can_be_undone, foreseen_from, undone_until
from customers.models import RowCheck, SheetImport

Undone = RowCheck.Undone


@admin_required
def undo(request, pk):
    """What would be put back, what is kept; sent, it is done in the background."""
    found = get_object_or_404(SheetImport, pk=pk)
    if request.method == "POST":
        running.start_undoing(found, by=request.user)
    if request.method == "POST" or not can_be_undone(found):
        return redirect("customers:import", pk)
    context = outlook(found, request.user, {}) | {"until": undone_until(found)}
    return render(request, "customers/imports/undo.html", context)


@require_safe
@admin_required
def outlook_on_rest(request, pk):
    """The page looks through a long import bit by bit: the next one, added to what it knows."""
    found = get_object_or_404(SheetImport, pk=pk)
    if not can_be_undone(found):
        return redirect("customers:import", pk)
    known = {key: int(text) for key, text in request.GET.items() if is_id(text)}
    return render(request, "customers/imports/_outlook.html", outlook(found, request.user, known))


def outlook(found: SheetImport, by, known: dict[str, int]) -> dict:
    """`known` has what the bits before this one came to, and `after` which row it begins."""
    counts, after = foreseen_from(found, by, known.get("after", 0))
    total = Counter({u: known.get(u, 0) for u in Undone}) + Counter(counts)
    return {
        "import": found,
        "kind": kind_of(found),
        "counts": numbered(total),
        "looked_at": total.total(),
        "rest": {**total, "after": after} if after else None,
    }


def numbered(counts: dict[str, int]) -> list[tuple]:
    """(what becomes of them, rows), each there is."""
    return [(capfirst(u.label), counts.get(u, 0)) for u in Undone]
