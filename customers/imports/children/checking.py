"""A chunk of rows, from their cells to what the difference shows."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.imports.checking.ids import reserved
from customers.imports.checking.keeping import forget
from customers.imports.children.comparing import differences, fillable, plain, shown
from customers.imports.children.drafts import Draft, Verdict
from customers.imports.children.lines import Lines
from customers.imports.children.reading import RecordReader
from customers.imports.children.referring import Customers
from customers.imports.children.standing import Standing, Standings
from customers.imports.records import columns_of, copy_in
from customers.models import ImportRow, RowCheck, RowKey, SheetImport
from customers.models.imports import Policy


class RecordCheck:
    """Checks rows of one import; look-ups are loaded once."""

    def __init__(self, records, sheet_import: SheetImport):
        self.records, self.sheet_import = records, sheet_import
        self.reader = RecordReader(sheet_import, records)

    prepared = staticmethod(list)

    def check(self, rows: list[ImportRow]) -> list[RowCheck]:
        """Writes down what is to be said of the rows, which stand in order, in the caller's
        transaction. Decisions made of them before are kept."""
        numbers = [row.number for row in rows]
        decided = self.sheet_import.checks.filter(Q(number__in=numbers) & ~Q(decision=""))
        decisions = dict(decided.values_list("number", "decision"))
        drafts = [self.reader.read(row) for row in rows]
        for draft in drafts:
            draft.row.decision = decisions.get(draft.row.number, "")
        forget(self.sheet_import, numbers)
        texts = ChunkCheck(self, [draft for draft in drafts if draft.is_sound]).judge()
        keep(RowCheck, [draft.row for draft in drafts])
        keep(RowKey, texts)
        return [draft.row for draft in drafts]


def keep(model, rows: list):
    """By COPY; the ids are the database's."""
    columns = [column for column in columns_of(model) if column != "id"]
    copy_in(model, ({c: getattr(row, c) for c in columns} for row in rows), columns)


class ChunkCheck:
    """Judges the sound drafts of one chunk in their order: each sees what those above make."""

    def __init__(self, check: RecordCheck, drafts: list[Draft]):
        self.sheet_import, self.records = check.sheet_import, check.records
        self.drafts = drafts
        self.standings = Standings(self.sheet_import, self.records, drafts)
        self.customers = Customers(self.sheet_import, drafts)
        self.ids = reserved(self.records.model, len(drafts))[::-1]
        self.lines = Lines(self.records, len(drafts))

    def judge(self) -> list[RowKey]:
        """Says by what later rows find the records of these."""
        for draft in self.drafts:
            self._refer(draft)
        self.standings.read_alike(self._sound)
        self.records.refer(self._sound)
        return [key for draft in self._sound for key in self._judge(draft)]

    @property
    def _sound(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.is_sound]

    def _refer(self, draft: Draft):
        """A row whose key is known need not name the customer."""
        known = self.standings.keyed(draft)
        if known is None or self.customers.are_named(draft):
            self.customers.refer(draft)
        else:
            self.customers.take(draft, known.record["customer_id"])
        if draft.is_sound and known and known.record["customer_id"] != draft.row.customer_id:
            draft.refuse(_("This key is known, of a record of another customer."), "source_keys")

    def _judge(self, draft: Draft) -> list[RowKey]:
        standing, texts = self.standings.of(draft), self.standings.texts(draft)
        if standing is None:
            standing = self._create(draft)
        else:
            self._compare(draft, standing)
        if not draft.is_sound or standing is None:
            return []
        self._add_key(draft, texts)
        draft.row.record_id = standing.pk
        standing.take(draft.row)
        self.standings.add(standing, texts)
        row = draft.row
        return [
            RowKey(sheet_import=row.sheet_import, key=t, number=row.number, customer_id=standing.pk)
            for t in texts
        ]

    def _create(self, draft: Draft) -> Standing | None:
        row = draft.row
        if row.decision == Policy.SKIP:
            row.verdict = Verdict.SKIPPED
            return None
        by = self.sheet_import.uploaded_by
        self.records.adjust(draft, None)
        self.records.complete(draft, self.customers.writable[row.customer_id], by)
        if not draft.is_sound:
            return None
        row.verdict, pk = Verdict.NEW, self.ids.pop()
        record = draft.record | self.records.derived(draft.record, set(draft.record))
        record |= {"customer_id": row.customer_id, "id": pk}
        row.values["record"] = plain(record)
        self._keep_people(draft)
        standing = Standing(pk, record)
        self.lines.add(draft, standing)
        return standing

    def _compare(self, draft: Draft, standing: Standing):
        row = draft.row
        policy = row.decision or self.sheet_import.policy
        for column in self.records.begins:
            draft.record.pop(column, None)
            draft.people.pop(column, None)
        self.records.adjust(draft, standing)
        if not draft.is_sound:
            return
        differing = differences(self.records.model, draft, standing.record)
        if standing.row is not None and differing:
            self._refuse_contradiction(draft, standing.row, differing)
            return
        filled = differing
        if policy == Policy.FILL:
            filled = fillable(differing, self.records.together)
        is_left, differing = filled != differing, filled
        if policy == Policy.SKIP:
            row.verdict = Verdict.SKIPPED if differing else Verdict.SAME
            return
        self._change(draft, standing, differing)
        is_left |= not self.lines.add(draft, standing, only_new=policy == Policy.FILL)
        is_written = row.changes or "line" in row.values
        unwritten = Verdict.SKIPPED if is_left else Verdict.SAME
        row.verdict = Verdict.CHANGED if is_written else unwritten

    def _change(self, draft: Draft, standing: Standing, differing: list[tuple[str, Any, Any]]):
        if not differing:
            return
        row, unknown = draft.row, draft.people
        row.changes += [
            each for c, *pair in differing for each in shown(self.records.target_of(c), *pair)
        ]
        new = {column: value for column, _old, value in differing if column not in unknown}
        after = standing.record | new
        row.values["record"] = plain(new | self.records.derived(after, set(new)))
        row.values["was"] = plain({column: old for column, old, _new in differing})
        self._keep_people(draft)
        standing.record = after

    @staticmethod
    def _keep_people(draft: Draft):
        if draft.people:
            draft.row.values["people"] = draft.people

    def _refuse_contradiction(self, draft: Draft, number: int, differing):
        draft.refuse(
            _("Row %(row)d means the same record and says otherwise. Leave one of them out."),
            self.records.target_of(differing[0][0]),
            row=number,
        )

    def _add_key(self, draft: Draft, texts: list[str]):
        """A key that nobody knows is the record's from now on."""
        new = [[s, k] for s, k in draft.keys if not self.standings.knows(s, k)]
        if not new or draft.row.verdict == Verdict.SKIPPED:
            return
        draft.row.values["keys"] = new
        if draft.row.verdict == Verdict.SAME:
            draft.row.verdict = Verdict.CHANGED
        if draft.row.verdict == Verdict.CHANGED:
            draft.row.changes.append(["source_keys", None, ", ".join(key for _s, key in new)])
