"""Which way refused rows go back, and what the reader is told of it."""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.sheets.books.workbooks import ROOT
from crm.sheets.choices import GUESSED, Reading
from crm.sheets.columns import column_number
from crm.sheets.handing_back.dressing import Job
from crm.sheets.handing_back.error_file import write_error_file
from crm.sheets.handing_back.texts import write_text
from crm.sheets.limits import Limits, current_limits
from crm.sheets.own_columns import REASON, is_reason_column, row_heading, tag_in
from crm.sheets.reading import Sheet, own_copy, read_sheet
from crm.sheets.refusals import SheetRefused

FORMATS_LOST: dict[str, Promise] = {
    "kind": _("Formats are kept for .xlsx only; these are the values of your sheet."),
    "size": _("The sheet is too large to keep its formats; these are its values."),
    "broken": _("The formats of the sheet could not be kept; these are its values."),
    "gone": _("The uploaded sheet is no longer kept; these are its values."),
}


class RefusedRow(NamedTuple):
    """`number` as the user sees it; `reasons` are (index among `Sheet.header` or None, sentence);
    `cells` as long as the header."""

    number: int
    cells: Sequence
    reasons: list[tuple[int | None, str]]


class HandedBack(NamedTuple):
    """The suffix of what was written, and why its formats were not kept, "" if they were."""

    suffix: str
    lost: str = ""

    @property
    def told(self) -> str:
        return str(FORMATS_LOST[self.lost]) if self.lost else ""


def hand_back(
    target, original, header, rows: Iterable[RefusedRow], *, filename, tag, reading=GUESSED
) -> HandedBack:
    """Writes the refused rows into the binary file `target`; `HandedBack` says how.

    `original` is the uploaded file (None where it is gone), read as `reading` says; `tag` what the
    corrected sheet is known by. Raises nothing for what is wrong with the original.
    """
    rows = sorted(rows)
    lost = "gone"
    if original is not None:
        suffix, lost = kept(target, original, rows, filename, tag, reading)
        if not lost:
            return HandedBack(suffix)
    write_plain(target, header, rows, tag)
    return HandedBack(".xlsx", lost)


def kept(target, original, rows, filename: str, tag: str, reading: Reading) -> tuple[str, str]:
    """The suffix, and why it did not go."""
    limits = current_limits()
    try:
        with read_sheet(original, filename, limits, reading) as sheet:
            pass
        file = own_copy(original, filename, limits)
    except SheetRefused:
        return "", "broken"
    if sheet.kind == "csv":
        write_as_text(target, file, sheet, rows, tag)
        return ".tsv" if sheet.separator == "\t" else ".csv", ""
    if sheet.kind != "xlsx":
        return "", "kind"
    if file.seek(0, os.SEEK_END) > limits.dressed_bytes:
        return "", "size"
    return ".xlsx", "" if dressed(target, file, job_of(sheet, rows, tag), limits) else "broken"


def write_as_text(target, file, sheet: Sheet, rows: list[RefusedRow], tag: str):
    reasons = {row.number: "\n".join(said for _place, said in row.reasons) for row in rows}
    write_text(target, file, sheet, reasons, headings(tag), own_places(sheet))


def job_of(sheet: Sheet, rows: list[RefusedRow], tag: str) -> Job:
    located = [
        (row.number, [(letters(sheet, place), str(said)) for place, said in row.reasons])
        for row in rows
    ]
    columns = [column_number(letters) for letters in sheet.columns]
    values = {row.number: list(zip(columns, map(str, row.cells), strict=False)) for row in rows}
    own = own_places(sheet)
    return Job(sheet.name, sheet.header_row, located, values, headings(tag), own, tag)


def headings(tag: str) -> tuple[str, str]:
    return str(REASON), row_heading(tag)


def letters(sheet: Sheet, place: int | None) -> str | None:
    return None if place is None else sheet.columns[place]


def own_places(sheet: Sheet) -> tuple[int, int]:
    """Where our columns stand, or stood last time: behind the user's, so that none of theirs moves."""
    taken = [column_number(letters) for letters in sheet.columns]
    named = list(zip(taken, sheet.header, strict=True))
    free = max(taken) + 1
    last_time = {bool(tag_in(name)): at for at, name in named if is_reason_column(name)}
    reason = last_time.get(False, free)
    return reason, last_time.get(True, max(free, reason + 1))


def dressed(target, file, job: Job, limits: Limits) -> bool:
    """Has it done by a process that may fail on a hostile file."""
    file.seek(0)
    costs = [limits.memory_bytes, limits.seconds, limits.inflated_bytes]
    with tempfile.TemporaryFile() as result:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "crm.sheets.handing_back.dressing",
                 f"/dev/fd/{file.fileno()}", *map(str, costs)],
                cwd=ROOT, input=pickle.dumps(job), stdout=result, stderr=subprocess.DEVNULL,
                pass_fds=[file.fileno()], timeout=2 * limits.seconds,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
        if done.returncode == 0:
            result.seek(0)
            target.write(result.read())
    return done.returncode == 0


def write_plain(target, header: Sequence, rows: list[RefusedRow], tag: str):
    """The values alone, with our columns of this time instead of those of last time."""
    places = [n for n, name in enumerate(header) if not is_reason_column(name)]
    new = {old: at for at, old in enumerate(places)}
    write_error_file(
        target,
        [*(header[n] for n in places), row_heading(tag)],
        (
            (
                [*(row.cells[n] for n in places), row.number],
                [(place if place is None else new.get(place), said) for place, said in row.reasons],
            )
            for row in rows
        ),
    )
