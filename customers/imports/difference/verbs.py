"""What can be decided of rows of the difference, before anything is written."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.grid.actions import BulkAction
from customers.imports.kinds import kind_of
from customers.models import SheetImport
from customers.models.imports import Policy

AGAIN = "again"
"""No policy: back to what was before any decision."""


@dataclass(frozen=True)
class Verb:
    label: Promise
    meaning: Promise
    prominent: bool = False


VERBS: dict[str, Verb] = {
    Policy.SKIP: Verb(
        _("Leave out"),
        _("They are not imported. They stay in this list and can be taken in again."),
        prominent=True,
    ),
    AGAIN: Verb(
        _("Take in again"),
        _("What was decided of them is forgotten: they are compared as the import says."),
        prominent=True,
    ),
    Policy.FILL: Verb(
        _("Fill what is empty"),
        _("Customers that exist get what they have nothing for; other rows become new ones."),
    ),
    Policy.OVERWRITE: Verb(
        _("Overwrite what differs"),
        _("Customers that exist get what the rows say; other rows become new ones."),
    ),
    Policy.CREATE: Verb(
        _("Create as new"), _("Each becomes a new customer, even where there is one like it.")
    ),
}


def actions_on(found: SheetImport | None) -> list[BulkAction]:
    """The verbs for a selection of an import's rows, until they are written."""
    if found is None or found.state != SheetImport.State.CHECKED:
        return []
    return [
        BulkAction(
            verb.label,
            "customers:import_rows_decide",
            args=(found.pk, decision),
            prominent=verb.prominent,
        )
        for decision, verb in VERBS.items()
        if decision == AGAIN or decision in kind_of(found).policies
    ]
