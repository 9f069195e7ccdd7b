"""The rows of a chunk as drafts; each distinct text of a column is read once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.sentences import why_refused
from customers.imports.checking.reading import ColumnReader, by_column
from customers.imports.children.drafts import Draft, Verdict
from customers.imports.mapping import Mapping
from customers.imports.mapping.targets import SOURCE_SYSTEM
from customers.imports.records import field_of
from customers.models import ImportRow, RowCheck, SheetImport

KEYED = {"source_keys", "customer.source_keys"}


class RecordReader:
    """Reads the rows of one import; look-ups are loaded once."""

    def __init__(self, sheet_import: SheetImport, records):
        self.sheet_import, self.records = sheet_import, records
        mapping = Mapping.of(sheet_import)
        self.targets = mapping.known
        self.readers = [ColumnReader(source) for source in mapping.sources]
        self.places = {r.slot.name: next(iter(r.columns), None) for r in self.readers}

    def read(self, row: ImportRow) -> Draft:
        check = RowCheck(sheet_import=self.sheet_import, number=row.number)
        draft = Draft(check, self.targets, self.places)
        for reader in self.readers:
            if text := reader.source.text(row.cells):
                self._take(draft, reader, text)
        self._name_systems(draft)
        if draft.is_sound:
            self.records.fill(draft)
        if draft.is_sound:
            self._validate(draft)
        check.problems.sort(key=by_column)
        check.name = str(self.records.title(draft))[:200]
        return draft

    def _take(self, draft: Draft, reader: ColumnReader, text):
        value, wrong = reader.of(text)
        if wrong:
            draft.row.problems += reader.located(wrong)
            draft.row.verdict = Verdict.REFUSED
        elif value is not None:
            draft.said[reader.slot.name] = value
            if reader.slot.target.model is self.records.detail:
                reader.slot.put(draft.line, value)
            elif reader.slot.name not in self.records.told:
                self._store(draft, reader.slot, value)

    @staticmethod
    def _store(draft: Draft, slot, value):
        """A name where a person is meant is one of an author whom nobody knows yet."""
        if slot.column.endswith("_id") and isinstance(value, str):
            draft.people[slot.column] = value
        else:
            slot.put(draft.record, value)

    def _name_systems(self, draft: Draft):
        """A key that names no system is one of the import's."""
        system = draft.said.get(SOURCE_SYSTEM, self.sheet_import.system_id)
        for target in KEYED & draft.said.keys():
            draft.said[target] = [(its or system, key) for its, key in draft.said[target]]
            if any(its is None for its, _key in draft.said[target]):
                draft.refuse(
                    _("Say which source system the sheet comes from, or leave its keys out."),
                    target,
                )

    def _validate(self, draft: Draft):
        """What the fields themselves demand, such as a plausible day."""
        for model, values in (
            (self.records.model, draft.record),
            (self.records.detail, draft.line),
        ):
            for column, value in values.items():
                validate = field_of(model, column).run_validators
                try:
                    validate(value)
                except ValidationError as error:
                    for why in why_refused(validate, value, error):
                        draft.refuse_as(why, self.records.target_of(column))
