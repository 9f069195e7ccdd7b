"""The passes over an import's rows: each works on one chunk in the caller's transaction."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import cast

from django.db import transaction

from crm.sheets.choices import Reading
from crm.sheets.reading import Sheet, read_sheet
from crm.sheets.refusals import SheetRefused
from customers.imports.ahead import Ahead
from customers.imports.kinds import kind_of
from customers.imports.reading import files
from customers.imports.reading.staging import copy_rows, drop_rows, forget_rows, settle
from customers.imports.writing.put_off import PutOff
from customers.models import RowCheck, SheetImport

CHUNK = 2_000
State, Verdict = SheetImport.State, RowCheck.Verdict


class ReadPass:
    """Takes the rows of the kept file; one that is refused has none, and its reading is chosen
    anew. Who takes up where another broke off begins at the top."""

    task, end = "read_import", State.MAPPING
    goes_in_lanes = False

    def __init__(self, sheet_import: SheetImport):
        self.chosen = Reading.from_json(sheet_import.reading["choices"])
        self.sheet: Sheet | None = None
        self.taken = 0

    def work(self, locked: SheetImport) -> bool:
        try:
            with transaction.atomic():
                return self._read_on(locked)
        except SheetRefused as refusal:
            forget_rows(locked)
            locked.reading |= refusal.seen or {}
            locked.save(update_fields=["header", "total", "reading"])
            return False

    def _read_on(self, locked: SheetImport) -> bool:
        if self.sheet is None or locked.done != self.taken:
            self._begin(locked)
        sheet = cast(Sheet, self.sheet)
        count = copy_rows(locked, islice(sheet.rows, CHUNK))
        self.taken = locked.done = locked.done + count
        if not count:
            settle(locked, sheet, self.chosen, self.taken)
        return bool(count)

    def _begin(self, locked: SheetImport):
        path = files.path_of(locked)
        self.sheet = read_sheet(path, locked.filename, reading=self.chosen)
        drop_rows(locked)
        self.taken = locked.done = 0
        locked.total = self.sheet.row_count
        locked.save(update_fields=["total"])

    def tidy(self):
        """Nothing is left over."""


class CheckPass:
    """Compares the rows that are not compared yet; look-ups are loaded once."""

    task, end = "check_import", State.CHECKED
    goes_in_lanes = False

    def __init__(self, sheet_import: SheetImport):
        self.rows = sheet_import.rows.order_by("number").values_list("number", "cells", named=True)
        self.check = kind_of(sheet_import).checker(sheet_import)
        self.ahead = Ahead(self.rows_behind, self.check.prepared)

    def rows_behind(self, number: int, size: int) -> list:
        return list(self.rows.filter(number__gt=number)[:size])

    def work(self, locked: SheetImport) -> bool:
        rows = self.ahead.take(locked.checked_to, CHUNK)
        if rows:
            found = Counter(row.verdict for row in self.check.check(rows))
            locked.counts = dict(Counter(locked.counts) + found)
            locked.checked_to = rows[-1].number
            locked.done += len(rows)
        return bool(rows)

    def tidy(self):
        """Nothing is left over."""


@dataclass(frozen=True)
class Written:
    """A chunk that was written: `count` of the rows are in, of the others `refused` says why."""

    rows: list
    count: int
    refused: dict


class CommitPass:
    """Writes the good rows that are not written yet."""

    task, end = "write_import", State.DONE

    def __init__(self, sheet_import: SheetImport):
        self.put_off, self.committer = PutOff(), kind_of(sheet_import).committer
        reading = self.committer(sheet_import)
        self.ahead = Ahead(reading.rows_behind, reading.prepared)
        self.goes_in_lanes = sheet_import.good - sheet_import.done > CHUNK

    def work(self, locked: SheetImport) -> bool:
        rows = self.take(locked.committed_to)
        if rows:
            self.enter(locked, self.write(locked, rows))
        else:
            self.put_off.finish()
        return bool(rows)

    def take(self, number: int) -> list:
        """The rows to be written behind `number`."""
        return self.ahead.take(number, CHUNK)

    def write(self, sheet_import: SheetImport, rows: list) -> Written:
        """In the caller's transaction; the import need not be locked."""
        self.put_off.allow()
        commit = self.committer(sheet_import)
        return Written(rows, commit.write(rows), commit.refused)

    def enter(self, locked: SheetImport, written: Written):
        """What the import says of them, from now on."""
        lost = Counter(row.verdict for row in written.rows if row.number in written.refused)
        counts = Counter(locked.counts)
        counts.subtract(lost)
        counts[Verdict.REFUSED] += lost.total()
        locked.counts, locked.done = dict(counts), locked.done + written.count
        locked.committed_to = written.rows[-1].number

    def tidy(self):
        self.put_off.begin()


class UndoPass:
    """Puts back what was written, a customer with all its rows at a time."""

    task, end = "undo_import", State.UNDONE
    goes_in_lanes = False

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import

    def work(self, locked: SheetImport) -> bool:
        undo = kind_of(locked).undoer(locked, locked.undone_by or locked.uploaded_by)
        found = undo.next_customers(locked.undone_to, CHUNK)
        if found:
            undo.undo([customer_id for customer_id, _first, _rows in found])
            locked.undone_to = found[-1][1]
            locked.done += sum(rows for _id, _first, rows in found)
        return bool(found)

    def tidy(self):
        """Nothing is left over."""


PASSES: dict[str, type] = {
    State.READING: ReadPass,
    State.CHECKING: CheckPass,
    State.WRITING: CommitPass,
    State.UNDOING: UndoPass,
}
