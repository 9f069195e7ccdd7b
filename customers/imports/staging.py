"""The file becomes rows of the database, as typed."""

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from crm.sheets.reading import read_sheet
from customers.imports.mapping.guessing import proposal
from customers.models import SheetImport
from customers.models.imports import storable

COPY = "COPY customers_importrow (sheet_import_id, number, cells) FROM STDIN"


def stage(file, filename: str, *, by, pool) -> SheetImport:
    """Reads the sheet whole into a new import. Raises SheetRefused, and then leaves nothing."""
    with read_sheet(file, filename) as sheet, transaction.atomic():
        staged = SheetImport.objects.create(
            filename=sheet.filename[:255],
            sheet_name=sheet.name[:255],
            uploaded_by=by,
            pool=pool,
            header=sheet.header,
        )
        staged.total = copy_rows(staged, sheet.rows)
        staged.mapping = proposal(staged).to_json()
        staged.save(update_fields=["total", "mapping"])
    return staged


def copy_rows(staged: SheetImport, rows) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            cells = Jsonb([storable(cell) for cell in row.cells])
            copy.write_row((staged.pk, row.number, cells))
            count += 1
    return count
