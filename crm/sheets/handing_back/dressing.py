"""The process that dresses refused rows: `python -m crm.sheets.handing_back.dressing PATH MEMORY
SECONDS BYTES`.

Takes a pickled `Job` from its standard input and writes an .xlsx to its standard output. It ends
with an error whatever is the matter: then the rows are handed back plain. No Django here.
"""

import pickle
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill

from crm.sheets.books.child import confine
from crm.sheets.books.xlsx_marks import TAG_PROPERTY
from crm.sheets.columns import column_letters, column_number
from crm.sheets.handing_back.places import Places
from crm.sheets.handing_back.thinning import thinned

MARKED = PatternFill("solid", fgColor="F9DEDC")
WRAPPED = Alignment(wrap_text=True, vertical="top")
REASON_WIDTH, ROW_WIDTH = 60, 14
NOTE_WIDTH, NOTE_HEIGHT = 260, 90
AUTHOR = "Zhibi"


@dataclass
class Job:
    """`rows` are (number, [(letters of a column or None, sentence)]); `values` has by number what
    was read of a row, as (index of the column, text); `header_row` is 0 where there is none; `own`
    the indexes (0 = A) of the columns for the reasons and for the rows' numbers."""

    sheet: str
    header_row: int
    rows: list[tuple[int, list]]
    values: dict[int, list[tuple[int, str]]]
    headings: tuple[str, str]
    own: tuple[int, int]
    tag: str


def main(path: str, memory: int, seconds: int, size: int):
    confine(memory, seconds, files=size)
    warnings.simplefilter("ignore")
    dress(path, pickle.load(sys.stdin.buffer), sys.stdout.buffer)  # noqa: S301 our own parent's
    sys.stdout.buffer.flush()


def dress(path: str, job: Job, target):
    places = Places(job.header_row, (number for number, _reasons in job.rows))
    book = load_workbook(thinned(path, job.sheet, places), rich_text=True)
    page = book[job.sheet]
    make_room(page, job)
    for number, reasons in job.rows:
        fill_row(page, places.new[number], job.values[number])
        write_row(page, places.new[number], number, reasons, job)
    tell_whose(book, page, job)
    book.save(target)


def make_room(page, job: Job):
    """Our columns at their widths. One width may stand for many columns, and no two for one."""
    widths = page.column_dimensions
    for letters, width in list(widths.items()):
        first = width.min or column_number(letters) + 1
        if first > min(job.own) and first - 1 not in job.own:
            continue
        if first > min(job.own):
            del widths[letters]
        elif width.max and width.max > min(job.own):
            width.max = min(job.own)
    for column, heading, wide in zip(job.own, job.headings, (REASON_WIDTH, ROW_WIDTH), strict=True):
        widths[column_letters(column)].width = wide
        if job.header_row:
            written(page, job.header_row, column, heading).font = Font(bold=True)


def fill_row(page, row: int, values: list[tuple[int, str]]):
    """What came from a merged cell above, or is the text of a formula without a value."""
    for column, text in values:
        cell = page.cell(row, column + 1)
        if text and cell.value is None and not isinstance(cell, MergedCell):
            written(page, row, column, text)


def write_row(page, row: int, number: int, reasons: list, job: Job):
    sentences = "\n".join(sentence for _column, sentence in reasons)
    cell = written(page, row, job.own[0], sentences)
    cell.fill, cell.alignment = MARKED, WRAPPED
    written(page, row, job.own[1], number)
    for letters in dict.fromkeys(letters for letters, _sentence in reasons if letters):
        about = [sentence for column, sentence in reasons if column == letters]
        mark(page.cell(row, column_number(letters) + 1), "\n".join(about))


def written(page, row: int, column: int, value):
    cell = page.cell(row, column + 1)
    cell.value = value
    if isinstance(value, str):  # a sentence may begin with what somebody typed
        cell.data_type = "s"
    return cell


def mark(cell, sentences: str):
    if isinstance(cell, MergedCell):
        return
    cell.fill = MARKED
    said = f"{cell.comment.text}\n{sentences}" if cell.comment else sentences
    cell.comment = Comment(said, AUTHOR, height=NOTE_HEIGHT, width=NOTE_WIDTH)


def tell_whose(book, page, job: Job):
    """The sheet is the one that opens, and knows its import even without our columns."""
    book.active = book.index(page)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
    with suppress(KeyError):
        del book.custom_doc_props[TAG_PROPERTY]
    book.custom_doc_props.append(StringProperty(name=TAG_PROPERTY, value=job.tag))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
