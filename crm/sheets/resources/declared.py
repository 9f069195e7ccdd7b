"""Small tables that an import-export Resource declares: out as a sheet, read in again.

Rows are known by what the resource says; columns that a sheet leaves out stay as they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import tablib
from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources

from crm.naming import fold
from crm.refusals import Refused
from crm.sheets.cells import BadCell
from crm.sheets.limits import current_limits
from crm.sheets.own_columns import is_reason_column
from crm.sheets.reading import read_sheet
from crm.sheets.writing.xlsx import write_xlsx

# They are imported while the admin waits.
MOST_ROWS = 10_000
FAULTS_TOLD = 50
TO_DO = gettext_lazy("Download the sheet and change that.")


class SheetFaults(Refused):
    """The rows that cannot be taken, as sentences."""

    def __init__(self, sentences: list[str]):
        super().__init__("\n".join(sentences[:FAULTS_TOLD]))
        self.sentences = sentences[:FAULTS_TOLD]


class SheetRows(NamedTuple):
    """The rows of a sheet under the names of fields, each with its number in the sheet; a column
    of ours has no name. `header` is the user's, `upload` the name their file is kept under."""

    names: list[str]
    rows: list[tuple[int, list[str]]]
    header: list[str] = []
    filename: str = ""
    upload: str = ""


class SheetResource(resources.ModelResource):
    """`headings` names every field's column; `also` what others call it; `refused` the columns
    for which there is a sentence of their own; `title` is the file and the sheet."""

    headings: dict[str, Any] = {}
    also: dict[str, tuple[str, ...]] = {}
    refused: dict[str, Any] = {}
    to_do: Any = TO_DO
    title: Any = ""
    most_rows = MOST_ROWS

    class Meta:
        abstract = True

    def as_it_is(self, instance) -> dict[str, str]:
        """The row that is written for it."""
        cells = map(as_typed, self.export_resource(instance))
        return dict(zip(self.get_export_headers(), cells, strict=True))

    def in_order(self, rows: list[dict]) -> list[dict]:
        """The rows in the order in which they are to be done."""
        return rows


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a spreadsheet first.")},
    )

    def read(self, use) -> Any:
        """What `use(file, filename)` gives; None where it refuses, and then the form says why."""
        sheet = self.cleaned_data["sheet"]
        try:
            return use(sheet, sheet.name)
        except SheetFaults as faults:
            self.add_error("sheet", faults.sentences)
        except Refused as refusal:
            self.add_error("sheet", str(refusal))
        return None


def headings_alone(resource: SheetResource) -> FileResponse:
    """An .xlsx to begin with."""
    file = TemporaryFile()
    write_table(resource, file, [])
    return as_download(file, resource)


def write_table(resource: SheetResource, file, rows=None) -> int:
    """The table as an .xlsx, or these `rows` of it; how many there are."""
    dataset = resource.export(rows)
    header = [resource.headings[name] for name in dataset.headers]
    write_xlsx(file, header, dataset, str(resource.title))
    return len(dataset)


def as_download(file, resource: SheetResource) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{resource.title}.xlsx")


def read_rows(resource: SheetResource, file, filename: str) -> SheetRows:
    """Raises Refused for a sheet that cannot be read, or whose columns mean nothing here."""
    limits = current_limits()
    limits = replace(limits, rows=min(limits.rows, resource.most_rows))
    with read_sheet(file, filename, limits) as sheet:
        header, names = sheet.header, field_names(sheet.header, resource)
        rows = list(sheet.rows)
    refuse_bad_cells(rows)
    cells = [(row.number, [trimmed(cell) for cell in row.cells]) for row in rows]
    return SheetRows(names, cells, header, filename)


def dataset_of(resource: SheetResource, sheet: SheetRows) -> tuple[tablib.Dataset, list[int]]:
    """The rows in the order they are done in, and their numbers in the sheet."""
    # Rows are looked up by id, so the column is there even where the sheet has none.
    named = [name for name in sheet.names if name]
    names = [*named, *({"id"} - {*named})]
    rows = [dict(zip(sheet.names, cells, strict=True)) | {"": n} for n, cells in sheet.rows]
    rows = resource.in_order(rows)
    cells = [[row.get(name, "") for name in names] for row in rows]
    return tablib.Dataset(*cells, headers=names), [row[""] for row in rows]


def as_typed(value) -> str:
    return "" if value is None else str(value)


def trimmed(cell) -> str:
    return as_typed(cell).strip()


def field_names(header: list[str], resource: SheetResource) -> list[str]:
    """The field of every heading, in whichever language it is written; "" of those that we put
    there when refused rows went back."""
    known = known_headings(resource)
    names = [known.get(fold(heading), "") for heading in header]
    for heading, name in zip(header, names, strict=True):
        if is_reason_column(heading):
            continue
        if why := resource.refused.get(fold(heading)):
            raise Refused(why % {"heading": heading})
        if not name or names.count(name) > 1:
            raise Refused(
                _("The column “%(heading)s” is unknown here, or stands twice.")
                % {"heading": heading},
                resource.to_do,
            )
    return names


def known_headings(resource: SheetResource) -> dict[str, str]:
    known = {fold(word): name for name, words in resource.also.items() for word in words}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            known |= {fold(str(resource.headings[name])): name for name in resource.fields}
    return known


def refuse_bad_cells(rows):
    faults = [
        told(row.number, cell.reason)
        for row in rows
        for cell in row.cells
        if isinstance(cell, BadCell)
    ]
    if faults:
        raise SheetFaults(faults)


def raise_errors(result):
    """Whatever is no refusal is a fault of ours, and must not pass for an empty sheet."""
    for error in [*result.base_errors, *(e for row in result.error_rows for e in row.errors)]:
        raise error.error


def sentences_of(error: ValidationError) -> Iterable[tuple[str | None, str]]:
    """Pairs of a field's name, or None, and a sentence."""
    is_of_fields = hasattr(error, "error_dict")
    by_field = error.message_dict if is_of_fields else {NON_FIELD_ERRORS: error.messages}
    for name, sentences in by_field.items():
        for sentence in sentences:
            yield None if name == NON_FIELD_ERRORS else name, sentence


def told(number: int, sentence, heading=None) -> str:
    values = {"row": number, "column": heading, "problem": sentence}
    if heading is None:
        return _("Row %(row)s: %(problem)s") % values
    return _("Row %(row)s, %(column)s: %(problem)s") % values
