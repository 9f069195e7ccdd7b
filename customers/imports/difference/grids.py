"""The difference: what an import would do, row by row, as a list like any other."""

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.grid import Choice, Column, Related, State, Text
from crm.grid.actions import BulkAction
from crm.grid.grid import Grid
from customers.imports.difference.columns import Changes, Matches, Problems, RowNumber, WhyKept
from customers.imports.difference.verbs import actions_on
from customers.imports.kinds import kind_of
from customers.models import RowCheck

TONES = {"new": "jade", "changed": "sky", "asked": "amber", "refused": "seal"}
Verdict, Undone = RowCheck.Verdict, RowCheck.Undone
KEPT = State("kept", Undone.KEPT.label, lambda user: Q(undone=Undone.KEPT))


def those(verdict):
    return lambda user: Q(verdict=verdict)


class DifferenceGrid(Grid):
    """The rows of `sheet_import`, which the view sets."""

    model = RowCheck
    title = _("Difference")
    default_order = "row"
    empty_title = _("No row here.")
    empty_text = _("Choose another state, or take conditions away.")
    sheet_import = None

    row = RowNumber(pgettext_lazy("of a sheet", "row"), path="number", summed=False)
    name = Text(link=True)
    customer = Related()
    verdict = Choice(tones=TONES)
    changes = Changes()
    problems = Problems()
    matches = Matches()
    undone = Choice(shown=False)
    why_kept = WhyKept(shown=False)

    rows_by_verdict = (
        State("new", Verdict.NEW.label, those(Verdict.NEW)),
        State("changed", Verdict.CHANGED.label, those(Verdict.CHANGED)),
        State("same", Verdict.SAME.label, those(Verdict.SAME)),
        State("asked", Verdict.ASKED.label, those(Verdict.ASKED), "warn"),
        State("skipped", Verdict.SKIPPED.label, those(Verdict.SKIPPED)),
        State("refused", Verdict.REFUSED.label, those(Verdict.REFUSED), "warn"),
    )

    sends_ids = True

    @cached_property
    def states(self) -> tuple[State, ...]:  # type: ignore[override]
        """What an undo kept is asked for once there was one."""
        was_undone = self.sheet_import and self.sheet_import.undone_to
        return (*self.rows_by_verdict, KEPT) if was_undone else self.rows_by_verdict

    @cached_property
    def columns(self) -> list[Column]:
        """Of what belongs to a customer, whose it is; of customers, whom they may be."""
        is_of_records = self.sheet_import and not kind_of(self.sheet_import).is_of_customers
        other = "matches" if is_of_records else "customer"
        return [column for column in super().columns if column.name != other]

    @cached_property
    def actions_on_selection(self) -> list[BulkAction]:
        return actions_on(self.sheet_import)

    def visible(self):
        if self.sheet_import is None:
            return RowCheck.objects.none()
        rows = RowCheck.objects.filter(sheet_import=self.sheet_import)
        return rows.select_related("sheet_import")
