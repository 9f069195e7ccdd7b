"""What a cell is: text as people typed it, or a date, a time, a yes or no.

Numbers come as text, so that 13800138000 is not 1.38e10 and an 18-digit code loses nothing.
This module is loaded by the bare reader process: it must not import Django at the top.
"""

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal

ERROR_VALUES = {
    "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#GETTING_DATA",
}  # fmt: skip
# Spreadsheets store numbers with 15 significant digits (ECMA-376 part 1, 18.17.5).
FIRST_INEXACT = 10**15
SCIENTIFIC = re.compile(r"-?\d(?:\.\d+)?E\+\d{2,3}")

Cell = str | bool | dt.date | dt.time


class BadCell(str):
    """The text of a cell that holds no usable value: an error, a number that lost digits, a
    formula of which no value was saved, or bytes that are no character.

    `fault` is "error", "digits", "formula" or "characters"; `reason` says it in a sentence.
    """

    fault: str

    def __new__(cls, text: str, fault: str):
        cell = super().__new__(cls, text)
        cell.fault = fault
        return cell

    def __getnewargs__(self):
        return str(self), self.fault

    @property
    def reason(self) -> str:
        from django.utils.translation import gettext as _

        if self.fault == "error":
            return _("The cell shows the error %(text)s.") % {"text": self}
        if self.fault == "formula":
            return _(
                "The value of the formula %(text)s was never saved: open the sheet in a "
                "spreadsheet program, save it and upload it again."
            ) % {"text": self}
        if self.fault == "characters":
            return _("“%(text)s” holds a broken character: type the cell again.") % {"text": self}
        return _(
            "The number has more digits than a spreadsheet keeps: "
            "format the cell as text and type it again."
        )


def cleaned_text(text: str) -> str:
    if "\0" in text:  # PostgreSQL stores no NUL
        text = text.replace("\0", "")
    if text[:1] == "#" and text.strip() in ERROR_VALUES:
        return BadCell(text, "error")
    if "E+" in text and SCIENTIFIC.fullmatch(text):
        return BadCell(text, "digits")
    return text


def number_text(number: float) -> str:
    """13800138000.0 → "13800138000", 0.30000000000000004 → "0.3"."""
    if -FIRST_INEXACT < number < FIRST_INEXACT:
        whole = int(number)
        return str(whole) if whole == number else f"{Decimal(f'{number:.15g}'):f}"
    if not math.isfinite(number):
        return BadCell("#NUM!", "error")
    return BadCell(f"{Decimal(f'{number:.15g}'):f}", "digits")


def duration_text(duration: dt.timedelta) -> str:
    """A day and a half → "36:00:00"."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


CLEANERS: dict[type, Callable] = {
    str: cleaned_text,
    float: number_text,
    int: number_text,
    dt.timedelta: duration_text,
}


def cleaned(value) -> Cell:
    """A cell as a reader library gives it → as the rest of the house takes it."""
    cleaner = CLEANERS.get(type(value))
    return cleaner(value) if cleaner else value


def is_blank(cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
