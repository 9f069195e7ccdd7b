"""A sheet of categories: written for download, read into a Dataset, imported whole or not at all."""

from dataclasses import replace

import tablib
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.naming import fold
from crm.refusals import Refused
from crm.sheets.cells import BadCell
from crm.sheets.limits import current_limits
from crm.sheets.reading import read_sheet
from crm.sheets.writing import write_xlsx
from customers.axes import tending
from customers.axes.resource import CategoryResource, as_typed
from customers.models import Axis

# They are imported while the admin waits.
MOST_ROWS = 10_000
FAULTS_TOLD = 50
HEADINGS = {
    "id": gettext_lazy("Number"),
    "code": gettext_lazy("Code"),
    "parent": gettext_lazy("Under"),
    "name_zh": gettext_lazy("Chinese name"),
    "name_en": gettext_lazy("English name"),
    "tone": gettext_lazy("Colour"),
    "amount_from": gettext_lazy("Amount from"),
    "amount_to": gettext_lazy("Amount to"),
}


class SheetFaults(Refused):
    """The rows that cannot be taken, as sentences."""

    def __init__(self, sentences: list[str]):
        super().__init__("\n".join(sentences[:FAULTS_TOLD]))
        self.sentences = sentences[:FAULTS_TOLD]


def write_categories(file, axis: Axis):
    resource = CategoryResource(axis)
    dataset = resource.export()
    write_xlsx(file, [HEADINGS[name] for name in dataset.headers], dataset, axis.name)


@transaction.atomic
def import_categories(axis: Axis, file, filename: str) -> tuple[int, int]:
    """How many categories were added and changed. Raises Refused, and then nothing was."""
    tending.lock_axes()
    resource = CategoryResource(axis)
    dataset, numbers = read_categories(resource, file, filename)
    result = resource.import_data(
        dataset, use_transactions=True, rollback_on_validation_errors=True
    )
    refuse_faults(result, numbers)
    tending.number_anew(axis)
    return result.totals["new"], result.totals["update"]


def read_categories(resource, file, filename: str) -> tuple[tablib.Dataset, list[int]]:
    """The rows under the names of fields, and their numbers in the sheet."""
    limits = current_limits()
    limits = replace(limits, rows=min(limits.rows, MOST_ROWS))
    with read_sheet(file, filename, limits) as sheet:
        names = field_names(sheet.header, set(resource.fields))
        rows = list(sheet.rows)
    refuse_bad_cells(rows)
    # Rows are looked up by id, so the column is there even where the sheet has none.
    lacking = [] if "id" in names else ["id"]
    cells = [[*map(trimmed, row.cells), *("" for _ in lacking)] for row in rows]
    return tablib.Dataset(*cells, headers=[*names, *lacking]), [row.number for row in rows]


def trimmed(cell) -> str:
    return as_typed(cell).strip()


def field_names(header: list[str], fields: set[str]) -> list[str]:
    """The field of every heading, in whichever language it is written."""
    known = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            known |= {fold(str(HEADINGS[name])): name for name in fields}
    names = [known.get(fold(heading), "") for heading in header]
    for heading, name in zip(header, names, strict=True):
        if not name or names.count(name) > 1:
            raise Refused(
                _("The column “%(heading)s” is unknown here, or stands twice.")
                % {"heading": heading},
                _("Download the sheet of this axis and change that."),
            )
    return names


def refuse_bad_cells(rows):
    faults = [
        told(row.number, cell.reason)
        for row in rows
        for cell in row.cells
        if isinstance(cell, BadCell)
    ]
    if faults:
        raise SheetFaults(faults)


def refuse_faults(result, numbers: list[int]):
    faults = []
    for row in result.invalid_rows:
        for name, sentences in row.error_dict.items():
            where = HEADINGS.get(name)
            for sentence in sentences:
                faults.append(told(numbers[row.number - 1], sentence, where))
    if faults:
        raise SheetFaults(faults)
    # Whatever else went wrong is a fault of ours, and must not pass for an empty sheet.
    for error in [*result.base_errors, *(e for row in result.error_rows for e in row.errors)]:
        raise error.error


def told(number: int, sentence, heading=None) -> str:
    values = {"row": number, "column": heading, "problem": sentence}
    if heading is None:
        return _("Row %(row)s: %(problem)s") % values
    return _("Row %(row)s, %(column)s: %(problem)s") % values
