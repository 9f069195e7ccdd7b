"""A chunk of rows, from their cells to what the difference shows."""

from django.db.models import Q

from customers.imports.checking.ids import Ids
from customers.imports.checking.judging import Judge, Judged, keys_in
from customers.imports.checking.keeping import forget, keep
from customers.imports.checking.matching import Matcher
from customers.imports.checking.reading import Draft, SheetReader
from customers.imports.checking.source_keys import KeyJudge, SaidReader
from customers.imports.checking.standing import Standings
from customers.imports.mapping import Mapping
from customers.models import ImportRow, RowCheck, SheetImport

Verdict = RowCheck.Verdict


class Check:
    """Checks rows of one import; look-ups are loaded once."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import
        sources = Mapping.of(sheet_import).sources
        self.reader, self.said = SheetReader(sources), SaidReader(sheet_import, sources)

    def prepared(self, rows: list[ImportRow]) -> list[Judged]:
        """What the rows say by themselves; asks no database."""
        drafts = self.reader.read_all(rows)
        for row, draft in zip(rows, drafts, strict=True):
            self.said.read(row.cells, draft)
        return [begun(draft) for draft in drafts]

    def check(self, rows: list[Judged]) -> list[Judged]:
        """Writes down what is to be said of the rows, which stand in order, in the caller's
        transaction. Decisions made of them before are kept."""
        if sound := [row for row in rows if not row.verdict]:
            self._settle(sound, self._decisions(rows))
        forget(self.sheet_import, [row.number for row in rows])
        keep(self.sheet_import, rows)
        return rows

    def _settle(self, rows, decisions):
        matcher = Matcher(self.sheet_import, [key for row in rows for key in row.keys])
        standings = self._standings(matcher, rows)
        keys = KeyJudge(self.sheet_import, standings, [row.draft for row in rows])
        judge = Judge(self.sheet_import, standings, Ids(len(rows)), keys)
        for row in rows:
            row.matches = matcher.of(row.keys, row.number)
            judge.settle(row.draft, row, decisions.get(row.number, ("", None)))
            if row.verdict == Verdict.NEW:
                matcher.learn(row.keys, row.number, row.customer_id)
            elif row.verdict == Verdict.CHANGED:
                matcher.learn(row.draft.said.texts, row.number, row.customer_id)

    def _standings(self, matcher: Matcher, rows) -> Standings:
        ids = {pk for found in matcher.found.values() for pk in found}
        slots = [reader.slot for reader in self.reader.readers]
        return Standings(self.sheet_import, ids, slots, rows[0].number)

    def _decisions(self, rows) -> dict[int, tuple[str, int | None]]:
        decided = Q(number__range=(rows[0].number, rows[-1].number)) & ~Q(decision="")
        found = self.sheet_import.checks.filter(decided)
        return {n: rest for n, *rest in found.values_list("number", "decision", "customer_id")}


def begun(draft: Draft) -> Judged:
    name = next((value for slot, value in draft.customer if slot.column == "name"), "")
    row = Judged(draft.number, draft, str(name)[:200], problems=draft.problems)
    if draft.problems:
        row.verdict = Verdict.REFUSED
    else:
        row.keys = keys_in(draft)
    return row
