"""The refused rows of an import, handed back as a sheet to correct and upload again."""

from crm.sheets.errors import is_reason_column, write_error_file
from customers.models import ImportRow, SheetImport


def refused_rows(found: SheetImport):
    return found.rows.filter(verdict=ImportRow.Verdict.BAD).order_by("number")


def write_refused_rows(file, found: SheetImport):
    """The user's own columns, and why each row was refused; without the reasons of last time."""
    kept = [n for n, heading in enumerate(found.header) if not is_reason_column(heading)]
    header = [found.header[n] for n in kept]
    rows = refused_rows(found).iterator()
    write_error_file(file, header, (cells_and_reasons(row, kept) for row in rows))


def cells_and_reasons(row: ImportRow, kept: list[int]):
    typed, places = row.typed, {column: place for place, column in enumerate(kept)}
    reasons = [(places.get(column), sentence) for column, sentence in row.problems]
    return [typed[n] for n in kept], reasons
