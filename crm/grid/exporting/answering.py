"""An export that is the answer itself: csv as it is read, xlsx from a file that goes away."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from crm.grid.exporting.capping import refuse_too_many
from crm.grid.exporting.models import ExportRecord
from crm.grid.exporting.recording import State, end, fail, record_of
from crm.grid.exporting.snapshot import is_too_slow, snapshot
from crm.grid.exporting.tables import cells_of, header_of
from crm.refusals import Refused
from crm.sheets.writing.text import csv_lines
from crm.sheets.writing.xlsx import write_xlsx

PIECE = 64 * 1024
CSV = "text/csv; charset=utf-8"


class TooSlow(Refused):
    """It takes longer than an answer may."""


def is_small(grid) -> bool:
    """Whether the export can be the answer, rather than a job's work."""
    most = settings.EXPORT_AT_ONCE
    return grid.rows.order_by()[: most + 1].count() <= most


def answer(grid, kind: str, ids=None, sentence=""):
    """A response that downloads the whole list as "xlsx" or "csv", or the rows of `ids`.

    Raises Refused, of which the record tells too.
    """
    refuse_unknown(kind)
    record = record_of(grid, kind, ids, sentence, state=State.WORKING, began_at=timezone.now())
    with told_to(record):
        refuse_too_many(grid.user, kind, grid.rows)
        return ANSWERS[kind](record, grid)


def refuse_unknown(kind: str):
    if kind not in ExportRecord.Kind.values:
        raise Refused(
            _("There is no export as “%(kind)s”.") % {"kind": kind[:20]}, _("Choose xlsx or csv.")
        )


@contextmanager
def told_to(record: ExportRecord):
    """The record tells of whatever goes wrong inside."""
    try:
        yield
    except Refused as refusal:
        fail(record, refusal)
        raise
    except Exception as error:
        if not is_too_slow(error):
            fail(record, _("A fault in the program; its log tells more."))
            raise
        slow = TooSlow(
            _("This takes longer than a page may."), _("Have it made in the background.")
        )
        fail(record, slow)
        raise slow from error


def csv_answer(record: ExportRecord, grid) -> StreamingHttpResponse:
    name = content_disposition_header(True, file_name_of(record))
    return StreamingHttpResponse(
        Begun(streamed(record, grid)), content_type=CSV, headers={"Content-Disposition": name}
    )


class Begun:
    """Pieces of which the first is fetched at once: what the database refuses, it refuses before
    the answer has begun.

    The web server calls `close` when the answer is over, however it ends. Left to the garbage
    collector, the generator would end its transaction in the middle of any other query.
    """

    def __init__(self, pieces: Generator[bytes, None, None]):
        self.pieces = pieces
        self.ahead = [next(pieces)]

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        return self.ahead.pop() if self.ahead else next(self.pieces)

    def close(self):
        self.pieces.close()


def streamed(record: ExportRecord, grid) -> Generator[bytes, None, None]:
    """The file in pieces; the record hears how much went out, also when nobody takes the rest."""
    done = Progress()
    try:
        with told_to(record), snapshot(settings.EXPORT_SECONDS):
            for piece in pieces_of(csv_lines(header_of(grid), cells_of(grid, done.note))):
                done.size += len(piece)
                yield piece
    except GeneratorExit:
        end(record, State.CANCELLED, rows=done.rows, size=done.size)
        raise
    end(record, State.DONE, rows=done.rows, total=done.rows, size=done.size)


class Progress:
    """How many rows and bytes there are so far."""

    rows = size = 0

    def note(self, rows: int):
        self.rows = rows


def pieces_of(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines in fewer, larger pieces; the first is never empty."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def xlsx_answer(record: ExportRecord, grid) -> FileResponse:
    done, file = Progress(), TemporaryFile()
    with snapshot(settings.EXPORT_SECONDS):
        write_xlsx(file, header_of(grid), cells_of(grid, done.note))
    end(record, State.DONE, rows=done.rows, total=done.rows, size=file.tell())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name_of(record))


def file_name_of(record: ExportRecord) -> str:
    """After the list and the day."""
    return f"{record.title}-{timezone.localdate(record.at):%Y-%m-%d}.{record.kind}"


ANSWERS = {"csv": csv_answer, "xlsx": xlsx_answer}
