"""The records that rows mean: as they are in the database, and as rows further up make them.

A record is found by texts: what a system calls it, or what tells it among its customer's.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from customers.imports.children.drafts import Draft
from customers.imports.records import field_of
from customers.models import RowCheck, RowKey, SheetImport


@dataclass
class Standing:
    """A record as it will be when the rows so far are written. `row` is the last one that means
    it, `lines` are its lines by their ids, `taken` those that rows meant; `systems` have a key of
    it."""

    pk: int
    record: dict[str, Any]
    row: int | None = None
    lines: dict[int, dict] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    systems: set[int] = field(default_factory=set)

    def take(self, row: RowCheck):
        self.row = row.number
        self.systems |= {system for system, _key in row.values.get("keys", ())}
        if line := row.values.get("line_id"):
            self.taken.add(line)


class Standings:
    """The records that the rows of one chunk may mean; `add` tells of new ones."""

    def __init__(self, sheet_import: SheetImport, records, drafts: list[Draft]):
        self.sheet_import, self.records = sheet_import, records
        columns = {"customer_id", *records.compared, *(c for d in drafts for c in d.record)}
        self.columns = sorted(columns)
        self.known: dict[int, Standing] = {}
        self.by_text: dict[str, list[int]] = defaultdict(list)
        self._read_keyed(drafts)

    def keyed(self, draft: Draft) -> Standing | None:
        """The record that has one of the row's keys."""
        ids = (pk for text in key_texts(draft) for pk in self.by_text.get(text, ()))
        return self.known.get(next(ids, 0))

    def of(self, draft: Draft) -> Standing | None:
        """The record a row means: of several alike, one that no row meant so far."""
        if keyed := self.keyed(draft):
            return keyed
        systems = {system for system, _key in draft.keys}
        for text in self.texts(draft):
            found = [self.known[pk] for pk in self.by_text.get(text, ())]
            # What the same system calls otherwise is another record, however alike.
            if found := [each for each in found if systems.isdisjoint(each.systems)]:
                return next((each for each in found if each.row is None), found[-1])
        return None

    def knows(self, system: int, key: str) -> bool:
        return bool(self.by_text.get(key_text(system, key)))

    def texts(self, draft: Draft) -> list[str]:
        """By what the row's record is known, the most telling first."""
        if draft.texts is None:
            record = draft.record | {"customer_id": draft.row.customer_id}
            identities = map(text_of, self.records.identities(record))
            draft.texts = [*key_texts(draft), *identities]
        return draft.texts

    def add(self, standing: Standing, texts: list[str]):
        self.known.setdefault(standing.pk, standing)
        for text in texts:
            if standing.pk not in self.by_text[text]:
                self.by_text[text].append(standing.pk)

    # --- reading ------------------------------------------------------------------------------

    def _read_keyed(self, drafts):
        asked = defaultdict(set)
        for draft in drafts:
            for system, key in draft.keys:
                asked[system].add(key)
        for system, keys in asked.items():
            for key, pk in self.records.keys.objects.holders(system, keys).items():
                self.by_text[key_text(system, key)].append(pk)
        ids = [pk for pks in self.by_text.values() for pk in pks]
        self._read(self.records.model.objects.filter(pk__in=ids, deleted_at=None))

    def read_alike(self, drafts: list[Draft]):
        """Once it is known whose records the rows are."""
        if drafts:
            self._read(self.records.alike(drafts))
            self._read_systems()
            self._read_sheet(drafts)
            if self.records.detail:
                self._read_lines()

    def _read(self, rows):
        for pk, *values in rows.order_by("pk").values_list("pk", *self.columns):
            record = dict(zip(self.columns, values, strict=True))
            texts = map(text_of, self.records.identities(record))
            self.add(Standing(pk, record), list(texts))

    def _read_sheet(self, drafts):
        """What rows of chunks before made, or meant."""
        texts = [text for draft in drafts for text in self.texts(draft)]
        above = RowKey.objects.filter(
            sheet_import=self.sheet_import, key__in=texts, number__lt=drafts[0].row.number
        )
        meant = {n: (k, pk) for k, n, pk in above.values_list("key", "number", "customer_id")}
        ids = {pk for _text, pk in meant.values()}
        for text, pk in meant.values():
            self.by_text[text] += [] if pk in self.by_text[text] else [pk]
        rows = self.sheet_import.checks.filter(record_id__in=ids, number__lt=drafts[0].row.number)
        for row in rows.order_by("number"):
            standing = self.known.setdefault(row.record_id, Standing(row.record_id, {}))
            standing.record |= as_stored(self.records.model, row.values.get("record", {}))
            if line := row.values.get("line"):
                lines = standing.lines.setdefault(row.values["line_id"], {})
                lines |= as_stored(self.records.detail, line)
            standing.take(row)

    def _read_systems(self):
        holder = f"{self.records.keys.HOLDER}_id"
        keys = self.records.keys.objects.filter(**{f"{holder}__in": list(self.known)})
        for pk, system in keys.values_list(holder, "system_id"):
            self.known[pk].systems.add(system)

    def _read_lines(self):
        """Below what the sheet made of them."""
        records, own = self.records, f"{self.records.detail_of}_id"
        names = [f.attname for f in records.detail._meta.concrete_fields if not f.generated]
        rows = records.detail.objects.filter(**{f"{records.detail_of}__in": list(self.known)})
        for line in rows.order_by("pk").values(*names):
            lines = self.known[line[own]].lines
            lines[line["id"]] = line | lines.get(line["id"], {})


def key_text(system: int, key: str) -> str:
    return f"k{system}:{key}"


def key_texts(draft: Draft) -> list[str]:
    return [key_text(system, key) for system, key in draft.keys]


def text_of(identity: tuple) -> str:
    """Short, whatever is in it."""
    return f"i{hashlib.sha256(repr(identity).encode()).hexdigest()[:32]}"


def as_stored(model, values: dict) -> dict:
    """Values that were kept as JSON, as the model has them."""
    return {column: field_of(model, column).to_python(value) for column, value in values.items()}
