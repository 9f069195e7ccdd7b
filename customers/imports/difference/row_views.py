"""One row of an import beside the customers it may be, and the decision about it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.grid.views import show_grid
from crm.people.access import admin_required
from crm.people.fields import is_id
from crm.refusals import Refused
from customers.imports.difference import deciding
from customers.imports.difference.beside import Beside, beside, said
from customers.imports.difference.columns import Matches, Worded
from customers.imports.difference.grids import DifferenceGrid
from customers.imports.difference.verbs import AGAIN
from customers.imports.kinds import kind_of
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


@require_safe
@admin_required
def row(request, pk, number):
    """The row and its customers side by side."""
    check = get_object_or_404(
        RowCheck.objects.select_related("sheet_import"), sheet_import=pk, number=number
    )
    kind, matches = kind_of(check.sheet_import), Matches().bind("matches", RowCheck)
    matches.load([check], None)
    worded, beside_it = Worded([check]), matches.matches(check)
    fields = beside(check) if kind.is_of_customers else said(check)
    context = {
        "import": check.sheet_import,
        "row": check,
        "typed": check.sheet_import.rows.get(number=number),
        "matches": list(zip(check.matches, beside_it, strict=True)),
        "fields": fields,
        "lines": [(each, named(each, beside_it)) for each in fields],
        "changes": worded.changes(check),
        "kept": worded.kept(check),
        "decisions": [each for each in DECISIONS if each == AGAIN or each in kind.policies],
        "is_open": is_open(check),
    }
    return render(request, "customers/imports/row.html", context)


def named(field: Beside, beside_it) -> list[tuple]:
    """(the customer and what agrees, what it has there) of each."""
    whose = (f"{name} ({agreement})" for _url, name, agreement in beside_it)
    return list(zip(whose, field.theirs, strict=False))


def is_open(check: RowCheck) -> bool:
    """Whether it can be decided: what is wrong in the sheet itself cannot."""
    is_checked = check.sheet_import.state == SheetImport.State.CHECKED
    return is_checked and (check.verdict != RowCheck.Verdict.REFUSED or bool(check.matches))


@require_POST
@admin_required
def decide(request, pk, number):
    """What becomes of one row, and of which customer, where there are several."""
    check = get_object_or_404(RowCheck, sheet_import=pk, number=number)
    decision, customer = request.POST.get("decision"), request.POST.get("customer", "")
    known = {str(each) for each, _row, _agreement in check.matches}
    if decision not in (*DECISIONS, AGAIN) or (
        customer and not (is_id(customer) and customer in known)
    ):
        raise Refused(_("This is no choice."), _("Choose one of the list."))
    deciding.decide(check.sheet_import, decision, [number], int(customer) if customer else None)
    return redirect("customers:import_row", pk, number)
