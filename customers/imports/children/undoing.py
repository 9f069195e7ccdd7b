"""What an import did to records is put back, as far as nobody changed it since."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pghistory
from django.db.models import Count, Min

from crm.sentences import Sentence
from customers.imports.children.standing import as_stored
from customers.imports.children.statements import Statements, empty_of
from customers.imports.undoing.merged_since import CUSTOMER_MERGED, merged_customers
from customers.imports.undoing.rows import Outcome, WrittenRows
from customers.imports.undoing.untouched import ADDED, DELETED, EDITED, because
from customers.merging.following import survivors_of
from customers.models import Customer, RowCheck, SheetImport
from customers.noticing import Owning, import_undone

Undone = RowCheck.Undone
STAMPS = {"created_at", "created_by_id", "updated_at", "updated_by_id"}


@dataclass
class Did:
    """What the import did to one record: its rows, in order."""

    record_id: int
    rows: list[RowCheck] = field(default_factory=list)

    @property
    def is_created(self) -> bool:
        return "id" in self.rows[0].values.get("record", {})

    @property
    def customer_id(self) -> int:
        """Whose it was."""
        return self.rows[0].customer_id or 0

    def merged(self, part: str) -> dict:
        """What the rows made of the record, or what it was before them."""
        found: dict = {}
        for row in reversed(self.rows) if part == "was" else self.rows:
            found |= row.values.get(part, {})
        return found

    def lines(self, part: str) -> dict[int, dict]:
        return {r.values["line_id"]: r.values[part] for r in self.rows if part in r.values}

    @property
    def new_lines(self) -> set[int]:
        return self.lines("line").keys() - self.lines("line_was").keys()


class RecordUndo:
    """Of one import, in the caller's transaction."""

    def __init__(self, records, sheet_import: SheetImport, by):
        self.records, self.sheet_import, self.by = records, sheet_import, by
        self.rows = WrittenRows(sheet_import, "record_id")
        self.head = Statements(sheet_import, records.model, by)
        self.tail = Statements(sheet_import, records.detail, by) if records.detail else None

    def next_customers(self, after: int, size: int) -> list[tuple[int, int, int]]:
        """(record, its first row, its rows) of those whose first row stands below `after`."""
        return self.rows.next(after, size)

    def undo(self, ids: list[int]) -> dict[int, Outcome]:
        """Puts back what can be, and writes down what became of every row."""
        with pghistory.context(user=self.by.pk, sheet_import=self.sheet_import.pk, undo=True):
            outcomes = self.foreseen(ids)
            back = [did for did in self.did(ids) if outcomes[did.record_id].undone == Undone.BACK]
            self._put_aside([did.record_id for did in back if did.is_created])
            self._restore([did for did in back if not did.is_created])
            self._take_keys([did.record_id for did in back])
            self.records.settle(customers_of(back))
        self.rows.settle(outcomes)
        self._tell_owners([did.record_id for did in back])
        return outcomes

    def foreseen(self, ids: list[int]) -> dict[int, Outcome]:
        """What would become of each, under the customers' locks."""
        did = self.did(ids)
        self._lock(customers_of(did))
        rows = self.records.model.objects.filter(pk__in=ids, deleted_at__isnull=True)
        united = self.records.united(did)
        kept = self._added(did) | self._edited(did) | united
        gone = {*ids} - {*rows.values_list("pk", flat=True)} - united.keys()
        return {d.record_id: foreseen(d, because(DELETED, gone), kept) for d in did}

    def did(self, ids: Iterable[int]) -> list[Did]:
        return [Did(pk, rows) for pk, rows in self.rows.of(ids).items()]

    def _lock(self, customer_ids):
        rows = Customer.objects.filter(pk__in=customer_ids).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))

    # --- whether somebody touched it since -----------------------------------------------------

    def _edited(self, did: list[Did]) -> dict[int, Sentence]:
        as_left = self._as_left(did)
        edited = {d.record_id: d.customer_id for d in did if d.record_id not in as_left}
        merged = merged_customers(edited.values(), CUSTOMER_MERGED)
        moved = {pk: merged[customer] for pk, customer in edited.items() if customer in merged}
        return because(EDITED, edited) | moved

    def _as_left(self, did: list[Did]) -> set[int]:
        """The records that are as the import left them, their lines too."""
        same = self.head.as_left({each.record_id: self._left(each) for each in did})
        if self.tail:
            lines = {pk: line for each in did for pk, line in each.lines("line").items()}
            kept = self.tail.as_left(lines)
            same -= {each.record_id for each in did if not each.lines("line").keys() <= kept}
        return same

    def _left(self, did: Did) -> dict:
        """Of one that it created every column, so that any change of it is seen."""
        if not did.is_created:
            return did.merged("record")
        whole = empty_of(self.records.model) | did.merged("record")
        ignored = STAMPS | self.records.volatile
        return {column: value for column, value in whole.items() if column not in ignored}

    def _added(self, did: list[Did]) -> dict[int, Sentence]:
        """What hangs by now on records that it created, in words."""
        ids, found = [each.record_id for each in did if each.is_created], dict[int, Sentence]()
        known = {pk for each in did for pk in each.new_lines}
        for relation in self.records.model._meta.related_objects:
            key, model = relation.field, relation.related_model
            if not key.db_constraint or model is self.records.keys:
                continue
            rows = model._base_manager.filter(**{f"{key.name}__in": ids})
            if model is self.records.detail:
                rows = rows.exclude(pk__in=known)
            holders = rows.values_list(key.attname, flat=True)
            found |= because(ADDED, holders, what=model._meta.verbose_name_plural)
        return found

    # --- putting back -------------------------------------------------------------------------

    def _put_aside(self, ids: list[int]):
        rows = self.records.model.objects.filter(pk__in=ids)
        rows.update(deleted_at=self.head.now, deleted_by=self.by)

    def _restore(self, did: list[Did]):
        old = {each.record_id: was for each in did if (was := each.merged("was"))}
        model = self.records.model
        for record in model.objects.filter(pk__in=old).values(*self.records.compared, "id"):
            was = as_stored(model, old[record["id"]])
            old[record["id"]] |= self.records.derived(record | was, set(was))
        self.head.restore(old)
        if self.tail:
            added = {pk for each in did for pk in each.new_lines}
            self.records.detail.objects.filter(pk__in=added).delete()
            changed = (each.lines("line_was") for each in did)
            self.tail.restore({pk: was for lines in changed for pk, was in lines.items()})

    def _take_keys(self, ids: list[int]):
        written = self.records.keys.objects.filter(sheet_import=self.sheet_import)
        written.filter(**{f"{self.records.keys.HOLDER}__in": ids}).delete()

    def _tell_owners(self, ids: list[int]):
        """One notice a person, however many chunks there are."""
        holder = self.records.holder
        rows = self.records.model._base_manager.filter(pk__in=ids, **{f"{holder}__isnull": False})
        found = rows.order_by().values_list(holder).annotate(Min("customer__name"), Count("pk"))
        import_undone([Owning(*row) for row in found], self.sheet_import, by=self.by)


def customers_of(did: list[Did]) -> set[int]:
    """Those that the records were of, and those that have them since these were merged."""
    ids = {each.customer_id for each in did}
    return {*ids, *survivors_of(list(ids)).values()}


def foreseen(did: Did, gone: dict[int, Sentence], kept: dict[int, Sentence]) -> Outcome:
    if why := gone.get(did.record_id):
        return Outcome(Undone.FAILED, why)
    if why := kept.get(did.record_id):
        return Outcome(Undone.KEPT, why)
    return Outcome(Undone.BACK)
