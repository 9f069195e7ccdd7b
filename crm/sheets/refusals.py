"""Why a sheet was refused: one sentence saying what is wrong, one saying what to do."""

from typing import NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from crm.refusals import Refused


class Reason(NamedTuple):
    message: Promise
    next_step: Promise


SAVE_AS_XLSX = _("Open it in your spreadsheet program, save it as .xlsx and upload that.")
SPLIT = _("Split it into several sheets and upload them one after another.")

REASONS = {
    "empty": Reason(
        _("“%(file)s” is empty."),
        _("Check that you picked the right file, save it again and upload it."),
    ),
    "no cells": Reason(
        _("No sheet in “%(file)s” has a filled cell."),
        _("Put column names into the first row and one record into each row below."),
    ),
    "no table": Reason(
        _("“%(file)s” is a web page without a filled table."),
        _(
            "If it was downloaded from another system, open it to see what that said; "
            "otherwise save the table as .xlsx and upload that."
        ),
    ),
    "no header": Reason(
        _("“%(file)s”, sheet “%(sheet)s”: row %(row)s looks like data, not like column names."),
        _("Put a row with the column names above the first record."),
    ),
    "blank header": Reason(
        _("“%(file)s”, sheet “%(sheet)s”: row %(row)s is blank or is not there."),
        _("Choose the row that holds the column names."),
    ),
    "no such sheet": Reason(
        _("“%(file)s” has no sheet “%(sheet)s”."), _("Choose one of its sheets.")
    ),
    "blank sheet": Reason(
        _("“%(file)s”, sheet “%(sheet)s” has no filled cell."),
        _("Choose another sheet of the file."),
    ),
    "no rows": Reason(
        _("“%(file)s”, sheet “%(sheet)s” has column names in row %(row)s but no rows under them."),
        _("Fill in at least one row and upload it again."),
    ),
    "too big": Reason(_("“%(file)s” is larger than %(limit)s MB."), SPLIT),
    "too many rows": Reason(
        _("“%(file)s”, sheet “%(sheet)s” has more than %(limit)s rows."), SPLIT
    ),
    "too many columns": Reason(
        _("“%(file)s”, sheet “%(sheet)s” has %(count)s columns; at most %(limit)s can be read."),
        _("Delete the columns you do not need and upload it again."),
    ),
    "inflated": Reason(
        _("“%(file)s” unpacks to far more than its size suggests, or to more than %(limit)s MB."),
        _("Copy the filled rows into a new workbook and upload that."),
    ),
    "too much work": Reason(
        _("“%(file)s” takes too much memory or time to read."),
        _(
            "A stray cell far below or far to the right of the table is the usual cause: "
            "copy the table into a new workbook and upload that."
        ),
    ),
    "entities": Reason(
        _("“%(file)s” declares XML entities, as no spreadsheet program does."), SAVE_AS_XLSX
    ),
    "encrypted": Reason(
        _("“%(file)s” is protected by a password."),
        _("Open it, remove the password, save it and upload it again."),
    ),
    "damaged": Reason(
        _("“%(file)s” is damaged or was cut off."),
        _("If it still opens in your spreadsheet program, save it again; if not, get a new copy."),
    ),
    "mislabelled": Reason(
        _("“%(file)s” is named like %(named)s, but it is %(found)s."),
        _("Rename it to “%(rename)s” and upload it again."),
    ),
    "not a sheet": Reason(
        _("“%(file)s” is %(found)s and cannot be read as a spreadsheet."),
        _("Save the table as .xlsx or .csv and upload that."),
    ),
    "other format": Reason(
        _("“%(file)s” is %(found)s, a format that cannot be read here."), SAVE_AS_XLSX
    ),
    "unknown encoding": Reason(
        _("The characters of “%(file)s” are stored in an encoding that was not recognised."),
        _("Save it as “CSV UTF-8” or as .xlsx and upload that."),
    ),
    "other encoding": Reason(
        _("“%(file)s” cannot be read in the encoding %(encoding)s."), _("Choose another encoding.")
    ),
    "open quote": Reason(
        _("“%(file)s”: a quotation mark opened in row %(row)s is never closed."),
        _("Close or remove the quotation mark, or save the sheet as .xlsx."),
    ),
    "long cell": Reason(
        _("“%(file)s”: row %(row)s has a cell of more than %(limit)s characters."),
        _("Shorten the cell, or check for a quotation mark that is never closed."),
    ),
    "overfull": Reason(
        _("An Excel sheet holds no more than %(limit)s rows and %(columns)s columns."),
        _("Narrow the list down, or export it as .csv."),
    ),
}

THINGS = {
    "xlsx": _("an Excel workbook"),
    "xls": _("an Excel 97–2003 workbook"),
    "ods": _("an OpenDocument spreadsheet"),
    "csv": _("plain text with separators"),
    "xlsb": _("a binary Excel workbook (.xlsb)"),
    "old xls": _("a workbook of a very old Excel"),
    "xml": _("an XML spreadsheet of Excel 2003"),
    "other xml": _("an XML document"),
    "numbers": _("a Numbers document"),
    "html": _("a web page"),
    "picture": _("a picture"),
    "pdf": _("a PDF document"),
    "program": _("a program"),
    "archive": _("an archive of files"),
    "document": _("a text document"),
    "slides": _("a presentation"),
    "video": _("a sound or video file"),
    "binary": _("a file of unknown kind"),
}


class SheetRefused(Refused):
    """A file that was not read, or a table that was not written, and why.

    `code` and `params` (plain strings and numbers) may be stored as JSON: `SheetRefused(code,
    **params)` says the same again in the language of whoever reads it then. `seen` is what was
    seen of the file before, for those who would choose otherwise: {"kind", "sheets", "hidden"}.
    """

    seen: dict | None = None

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        reason = REASONS[code]
        super().__init__(_filled(reason.message, params), _filled(reason.next_step, params))


def _fill(sentence, params) -> str:
    things = {key: THINGS[params[key]] for key in ("named", "found") if key in params}
    return str(sentence) % {**params, **things}


_filled = lazy(_fill, str)
