"""The file becomes rows of the database, as typed."""

from collections import defaultdict
from pathlib import PurePath

from django.db import connection, transaction

from crm.sheets.choices import Reading
from crm.sheets.reading import Sheet, read_sheet
from crm.sheets.refusals import SheetRefused
from crm.sheets.remarks import remarks_on
from crm.sheets.tables import Row
from customers.imports.kinds import become
from customers.imports.mapping.guessing import fitting_kind, proposal
from customers.imports.reading import files
from customers.imports.reading.continuing import POLICIES, continue_origin, mapping_of_origin
from customers.imports.records import as_json
from customers.models import SheetImport
from customers.models.imports import storable

# Of these the page tells more: what stands there, and where.
TOLD_IN_FULL = ("repeated", "notes")
USUAL = Reading(fill_down=True)
BY_ANOTHER_READING = ("no header", "unknown encoding")
BY_ANOTHER_SHEET = ("no rows", "too many rows", "too many columns")
COPY = "COPY customers_importrow (sheet_import_id, number, cells) FROM STDIN"
READ = ["kind", "sheet_name", "header", "mapping", "reading", "total", "continues", *POLICIES]  # fmt: skip


def stage(file, filename: str, *, by, pool, chosen: Reading = USUAL) -> SheetImport:
    """Keeps the file and reads it whole into a new import. Raises SheetRefused, and then leaves
    nothing."""
    upload = files.keep(file)
    name = PurePath(filename).name.replace("\0", "")
    try:
        with transaction.atomic():
            staged = SheetImport(filename=name[-255:], upload=upload, uploaded_by=by, pool=pool)
            staged.save()
            read_into(staged, chosen)
    except BaseException:
        files.drop(upload)
        raise
    return staged


def stage_or_keep(file, filename: str, *, by, pool) -> SheetImport:
    """The same; where another choice of sheet, header or encoding would help, the refused file is
    kept without rows, so that it is chosen instead of uploading again."""
    try:
        return stage(file, filename, by=by, pool=pool)
    except SheetRefused as refusal:
        if not is_correctable(refusal):
            raise
        seen = refusal.seen
    return kept(file, filename, uploaded_by=by, pool=pool, reading=unread(USUAL, seen))


def kept(file, filename: str, **fields) -> SheetImport:
    """An import of the file without rows."""
    name = PurePath(filename).name.replace("\0", "")[-255:]
    return SheetImport.objects.create(filename=name, upload=files.keep(file), **fields)


def unread(chosen: Reading, seen: dict | None) -> dict:
    """What is known of a file that was not read, in the place of `reading_of`."""
    blank = {"kind": "csv", "sheets": [], "hidden": []}
    return {"choices": chosen.to_json(), **blank, **(seen or {})}


def is_correctable(refusal: SheetRefused) -> bool:
    seen = refusal.seen or {"sheets": []}
    is_by_sheet = refusal.code in BY_ANOTHER_SHEET and len(seen["sheets"]) > 1
    return refusal.code in BY_ANOTHER_READING or is_by_sheet


def read_into(staged: SheetImport, chosen: Reading):
    """Reads the kept file in place of the rows there are. Raises SheetRefused."""
    with read_sheet(files.path_of(staged), staged.filename, reading=chosen) as sheet:
        drop_rows(staged)
        settle(staged, sheet, chosen, copy_rows(staged, sheet.rows))


def settle(staged: SheetImport, sheet: Sheet, chosen: Reading, total: int):
    """Takes what was seen of a sheet whose rows have run, and proposes what its columns are."""
    is_first, staged.sheet_name = not staged.header, sheet.name[:255]
    staged.header, staged.total = sheet.header, total
    with files.path_of(staged).open("rb") as file:
        staged.reading = reading_of(sheet, chosen, remarks_on(sheet, file))
    if not staged.total:
        where = {"file": staged.filename, "sheet": sheet.name}
        raise SheetRefused("no rows", **where, row=sheet.header_row)
    if is_first:
        become(staged, fitting_kind(staged.header))
    continue_origin(staged, sheet.tag)
    staged.mapping = (mapping_of_origin(staged) or proposal(staged)).to_json()
    staged.save(update_fields=READ)


def drop_rows(staged: SheetImport):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM customers_importrow WHERE sheet_import_id = %s", [staged.pk])


def forget_rows(staged: SheetImport):
    """As if it had not been read; the caller saves it."""
    drop_rows(staged)
    staged.header, staged.total = [], 0


def copy_rows(staged: SheetImport, rows) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            cells = [cell if type(cell) is str else storable(cell) for cell in row.cells]
            copy.write_row((staged.pk, row.number, as_json(cells)))
            count += 1
    return count


def reading_of(sheet: Sheet, chosen: Reading, remarks: list) -> dict:
    """What was guessed and what was set apart, as the page tells it; the rows have run."""
    return {
        "choices": chosen.to_json(),
        "kind": sheet.kind,
        "sheets": sheet.sheets,
        "hidden": sheet.hidden,
        "header_row": sheet.header_row,
        "group_row": sheet.groups.number if sheet.groups else 0,
        "encoding": sheet.encoding,
        "separator": sheet.separator,
        "titles": [told(row) for row in sheet.titles],
        "notes": [told(row) for row in sheet.notes],
        "filled_down": [[sheet.header[n], count] for n, count in sheet.filled_down.items()],
        "repeated": repeated(sheet),
        "remarks": [remark for remark in remarks if remark[0] not in TOLD_IN_FULL],
        "tag": sheet.tag,
    }


def told(row: Row) -> list:
    """[its number, its text]"""
    return [
        row.number,
        " ".join(str(cell).strip() for cell in row.cells if str(cell).strip())[:200],
    ]


def repeated(sheet: Sheet) -> list:
    """[[heading, [letters of its columns]]] of the headings that stand more than once."""
    letters = defaultdict(list)
    for heading, column in zip(sheet.header, sheet.columns, strict=True):
        letters[heading].append(column)
    return [[heading, letters[heading]] for heading in sheet.repeated]
