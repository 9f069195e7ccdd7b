"""One decision about many rows of the difference: ticked ones, or everything that matches."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm.grid.choosing import Selection
from crm.grid.grid import Among
from crm.people.access import admin_required
from crm.shell import flash, sheets
from customers.imports.difference import deciding
from customers.imports.difference.grids import DifferenceGrid
from customers.imports.difference.verbs import VERBS
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
    flash.done(
        request, told(decided, len(selection.ids_chosen) - decided, open_among(found, numbers))
    )
    return sheets.leave(request, where_to(request, found))


def open_among(found: SheetImport, numbers: list[int]) -> int:
    """How many of the rows are still to be decided: which of several customers they mean."""
    found.refresh_from_db(fields=["state"])
    if found.is_working:
        return 0
    rows = found.checks.filter(number__in=Among(numbers))
    return rows.filter(verdict=RowCheck.Verdict.ASKED).count()


def told(decided: int, others: int, still_open: int) -> str:
    """What became of the rows, and of those of which it is not what was said."""
    said = ngettext("%(count)d row is decided.", "%(count)d rows are decided.", decided)
    refused = ngettext(
        "%(count)d other was refused, or compared anew meanwhile, and stays as it is.",
        "%(count)d others were refused, or compared anew meanwhile, and stay as they are.",
        others,
    )
    several = ngettext(
        "%(count)d may be several customers: open it and choose which.",
        "%(count)d may be several customers: open each and choose which.",
        still_open,
    )
    sentences = [(said, decided), (refused, others), (several, still_open)]
    return " ".join(
        sentence % {"count": count}
        for sentence, count in sentences
        if count > 0 or sentence is said
    )


def where_to(request, found: SheetImport) -> str:
    """Back to the list as it was; to the bar where there is more to compare than at once."""
    if found.is_working:
        return found.get_absolute_url()
    listed = reverse("customers:import_difference", args=[found.pk])
    came_from = request.htmx.current_url_abs_path or ""
    return came_from if came_from.startswith(listed) else listed
