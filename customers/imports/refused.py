"""The refused rows of an import, handed back as a sheet to correct and upload again."""

from collections.abc import Iterator

from crm.sheets.errors import is_reason_column, write_error_file
from customers.models import ImportRow, RowCheck, SheetImport


def each_refused(found: SheetImport, limit: int | None = None) -> Iterator[ImportRow]:
    """As typed, each with its `problems`."""
    checks = found.checks.filter(verdict=RowCheck.Verdict.REFUSED).order_by("number")
    problems = dict(checks.values_list("number", "problems")[:limit])
    rows = found.rows.filter(number__in=problems).order_by("number")
    for row in rows.iterator():
        row.problems = problems[row.number]
        yield row


def write_refused_rows(file, found: SheetImport):
    """The user's own columns, and why each row was refused; without the reasons of last time."""
    kept = [n for n, heading in enumerate(found.header) if not is_reason_column(heading)]
    header = [found.header[n] for n in kept]
    write_error_file(file, header, (cells_and_reasons(row, kept) for row in each_refused(found)))


def cells_and_reasons(row: ImportRow, kept: list[int]):
    typed, places = row.typed, {column: place for place, column in enumerate(kept)}
    reasons = [(places.get(column), sentence) for column, sentence in row.problems]
    return [typed[n] for n in kept], reasons
