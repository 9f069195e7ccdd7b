"""What is told of a sheet that was read: whatever of the file was left unread, or taken otherwise
than it may have been meant."""

from collections.abc import Iterator
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.sheets.books.ole import holds
from crm.sheets.reading import Sheet

MOST_NAMED = 10
FIXED = {
    "macros": gettext_lazy("The file holds macros. They were neither run nor kept."),
    "links": gettext_lazy(
        "Some cells come from other files: their values are those that were saved last."
    ),
    "hidden": gettext_lazy("The sheet that was read is hidden; every visible one is blank."),
}


def remarks_on(sheet: Sheet, file) -> list[list]:
    """[code, what it is about], to be stored and `said` later. `file` is what was read; the notes
    under the table are among them once its rows have run out."""
    return [
        *([code, ""] for code in hints(sheet, file)),
        *(["sheets", names] for names in [sheet.unread] if names),
        *(["repeated", names] for names in [sheet.repeated] if names),
        *(["notes", numbers] for numbers in [[note.number for note in sheet.notes]] if numbers),
    ]


def hints(sheet: Sheet, file) -> Iterator[str]:
    file.seek(0)
    if sheet.kind == "xlsx":
        with ZipFile(file) as archive:
            names = archive.namelist()
        if any(name.endswith("vbaProject.bin") for name in names):
            yield "macros"
        if any(name.startswith("xl/externalLinks/") for name in names):
            yield "links"
    elif sheet.kind == "xls" and holds(file.read(), "_VBA_PROJECT_CUR"):
        yield "macros"
    if sheet.is_hidden:
        yield "hidden"


def said(code: str, about) -> str:
    """A remark in the language of whoever reads it."""
    if code in FIXED:
        return str(FIXED[code])
    words = {"names": listed(about), "count": len(about)}
    if code == "sheets":
        return _("Other sheets of the file hold cells too and were not read: %(names)s.") % words
    if code == "repeated":
        return _("Several columns have the same name: %(names)s.") % words
    sentence = ngettext(
        "Row %(names)s under the table reads like a total or a note and was left out.",
        "Rows %(names)s under the table read like totals or notes and were left out.",
        len(about),
    )
    return sentence % words


def listed(items: list) -> str:
    shown = [str(item) for item in items[:MOST_NAMED]]
    return ", ".join(shown) + (" …" if len(items) > MOST_NAMED else "")
