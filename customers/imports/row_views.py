"""One row of an import beside the customers it may be, and the decision about it."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.grid.views import show_grid
from crm.people.access import admin_required
from crm.people.fields import is_id
from crm.refusals import Refused
from customers.imports import deciding
from customers.imports.checking.reading import SheetReader
from customers.imports.checking.slots import Slot
from customers.imports.checking.standing import Standing, Standings
from customers.imports.columns import Matches, Worded
from customers.imports.grids import DifferenceGrid
from customers.imports.mapping import Mapping
from customers.models import RowCheck, SheetImport
from customers.models.imports import Policy

DECISIONS = (Policy.FILL, Policy.OVERWRITE, Policy.CREATE, Policy.SKIP)


@require_safe
@admin_required
def difference(request, pk):
    found = get_object_or_404(SheetImport, pk=pk)
    grid = DifferenceGrid(request.user, request.GET)
    grid.sheet_import = found
    context = {"import": found}
    return show_grid(request, grid, "customers/imports/difference.html", **context)


@dataclass(frozen=True)
class Beside:
    """A field of the row, and what each of the customers has there; texts."""

    label: str
    typed: str
    theirs: list[tuple[str, bool]]


@require_safe
@admin_required
def row(request, pk, number):
    """The row and its customers side by side."""
    check = get_object_or_404(
        RowCheck.objects.select_related("sheet_import"), sheet_import=pk, number=number
    )
    matches = Matches().bind("matches", RowCheck)
    matches.load([check], None)
    worded = Worded([check])
    context = {
        "import": check.sheet_import,
        "row": check,
        "typed": check.sheet_import.rows.get(number=number),
        "matches": list(zip(check.matches, matches.matches(check), strict=True)),
        "fields": beside(check),
        "changes": worded.changes(check),
        "kept": worded.kept(check),
        "decisions": DECISIONS,
        "is_open": check.sheet_import.state == SheetImport.State.CHECKED,
    }
    return render(request, "customers/imports/row.html", context)


def beside(check: RowCheck) -> list[Beside]:
    """Field by field; the customers in the order of the matches."""
    reader = SheetReader(Mapping.of(check.sheet_import).sources)
    draft = reader.read(check.sheet_import.rows.get(number=check.number))
    slots = [slot for slot, _value in draft.customer]
    ids = [pk for pk, _row, _agreement in check.matches]
    standings = Standings(check.sheet_import, ids, slots, check.number)
    found = [standings.get(pk, Standing()) for pk in ids]
    pairs = [[s.name, s.get(each.record), v] for s, v in draft.customer for each in found]
    worded = Worded([RowCheck(sheet_import=check.sheet_import, changes=pairs)])
    return [side_by_side(worded, slot, value, found) for slot, value in draft.customer]


def side_by_side(worded: Worded, slot: Slot, value, standings) -> Beside:
    theirs = [slot.get(standing.record) for standing in standings]
    texts = [(worded.value(slot.name, old), old != value) for old in theirs]
    return Beside(worded.label(slot.name), worded.value(slot.name, value), texts)


@require_POST
@admin_required
def decide(request, pk, number):
    """What becomes of one row, and of which customer, where there are several."""
    check = get_object_or_404(RowCheck, sheet_import=pk, number=number)
    decision, customer = request.POST.get("decision"), request.POST.get("customer", "")
    known = {str(each) for each, _row, _agreement in check.matches}
    if decision not in DECISIONS or (customer and not (is_id(customer) and customer in known)):
        raise Refused(_("This is no choice."), _("Choose one of the list."))
    deciding.decide(check.sheet_import, decision, [number], int(customer) if customer else None)
    return redirect("customers:import_row", pk, number)
