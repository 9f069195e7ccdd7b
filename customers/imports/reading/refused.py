"""The refused rows of an import, handed back as a sheet to correct and upload again."""

from collections.abc import Iterator
from contextlib import nullcontext

from crm.sentences import reasons
from crm.sheets.choices import Reading
from crm.sheets.handing_back.handing import HandedBack, RefusedRow, hand_back
from customers.imports.reading import files
from customers.imports.reading.continuing import tag_of
from customers.models import ImportRow, RowCheck, SheetImport


def each_refused(found: SheetImport, limit: int | None = None) -> Iterator[ImportRow]:
    """As typed, each with its `reasons`."""
    checks = found.checks.filter(verdict=RowCheck.Verdict.REFUSED).order_by("number")
    told = checks.values_list("number", "problems")[:limit]
    why = {number: reasons(problems) for number, problems in told}
    rows = found.rows.filter(number__in=why).order_by("number")
    for row in rows.iterator():
        row.reasons = why[row.number]
        yield row


def write_refused_rows(file, found: SheetImport) -> HandedBack:
    """The user's own sheet with the rows that were refused, and why each was."""
    rows = [RefusedRow(row.number, row.typed, row.reasons) for row in each_refused(found)]
    reading = Reading.from_json(found.reading.get("choices", {}))
    with files.path_of(found).open("rb") if files.is_kept(found) else nullcontext() as original:
        return hand_back(
            file, original, found.header, rows,
            filename=found.filename, tag=tag_of(found), reading=reading,
        )  # fmt: skip
