"""One decision about many rows of the difference: ticked ones, or everything that matches."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm.grid.choosing import Selection
from crm.people.access import admin_required
from crm.shell import flash, sheets
from customers.imports import deciding
from customers.imports.grids import DifferenceGrid
from customers.imports.verbs import VERBS
from customers.models import RowCheck, SheetImport


class RowSelection(Selection):
    """Of the rows of one import. Their list has no key, since it is many: one for each import."""

    model = RowCheck

    def __init__(self, user, data: QueryDict, sheet_import: SheetImport):
        self.sheet_import = sheet_import
        super().__init__(user, data)

    @cached_property
    def grid(self) -> DifferenceGrid:
        grid = DifferenceGrid(self.user, QueryDict(self.query if self.is_everything else ""))
        grid.sheet_import = self.sheet_import
        return grid

    @property
    def _is_known(self) -> bool:
        return True


@require_http_methods(["GET", "POST"])
@admin_required
def decide_many(request, pk, decision):
    """The dialog that says what it means; sent, the rows are compared anew."""
    found = get_object_or_404(SheetImport, pk=pk)
    if decision not in VERBS:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    selection = RowSelection(request.user, data, found)
    if request.method == "GET":
        context = {"import": found, "selection": selection, "verb": VERBS[decision]}
        return sheets.show(request, "customers/imports/decide_many.html", context)
    numbers = list(selection.rows.order_by().values_list("number", flat=True))
    decided = deciding.decide(found, decision, numbers, by=request.user)
    flash.done(request, told(decided, len(selection.ids_chosen) - decided))
    return sheets.leave(request, where_to(request, found))


def told(decided: int, others: int) -> str:
    sentence = ngettext("%(count)d row is decided.", "%(count)d rows are decided.", decided)
    said = sentence % {"count": decided}
    if others <= 0:
        return said
    sentence = ngettext(
        "%(count)d other was refused, or compared anew meanwhile, and stays as it is.",
        "%(count)d others were refused, or compared anew meanwhile, and stay as they are.",
        others,
    )
    return f"{said} {sentence % {'count': others}}"


def where_to(request, found: SheetImport) -> str:
    """Back to the list as it was; to the bar where there is more to compare than at once."""
    found.refresh_from_db(fields=["state"])
    if found.is_working:
        return found.get_absolute_url()
    listed = reverse("customers:import_difference", args=[found.pk])
    came_from = request.htmx.current_url_abs_path or ""
    return came_from if came_from.startswith(listed) else listed
