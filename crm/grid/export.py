"""What a grid shows, as a file: the same columns, order and rows."""

from collections.abc import Callable
from itertools import islice
from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.refusals import Refused
from crm.sheets.writing import write_csv, write_xlsx

CHUNK = 2_000
WRITERS: dict[str, Callable] = {"xlsx": write_xlsx, "csv": write_csv}


def export(grid, kind: str):
    """A response that downloads the whole grid as "xlsx" or "csv"."""
    if kind not in WRITERS:
        raise Refused(
            _("There is no export as “%(kind)s”.") % {"kind": kind[:20]}, _("Choose xlsx or csv.")
        )
    file = TemporaryFile()
    WRITERS[kind](file, [column.heading for column in grid.shown_columns], rows_of(grid))
    file.seek(0)
    name = f"{grid.title}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name)


def rows_of(grid):
    """Yields the cells of every matching row, loading what they need chunk by chunk."""
    for records in batched(grid.in_order().iterator(chunk_size=CHUNK), CHUNK):
        grid.load(records)
        for record in records:
            yield [column.export(record) for column in grid.shown_columns]


def batched(items, size):
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
