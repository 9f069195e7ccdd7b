"""The rows of a chunk as values. Thousands of rows share few texts: each is read once."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.sheets.cells import BadCell
from customers.imports.checking.said import NOTHING_SAID, Said
from customers.imports.checking.slots import NOTHING, KeySlot, Slot, slot_of
from customers.imports.mapping import Source
from customers.models import ImportRow

MISSING = gettext_lazy("This must not be empty.")
TEXTS_KNOWN = 20_000


@dataclass(slots=True)
class Draft:
    """One row: `customer` and `contact` are pairs of slots and values, as far as it says any."""

    number: int
    customer: list[tuple[Slot, object]]
    contact: list[tuple[Slot, object]]
    problems: list[list] = field(default_factory=list)
    said: Said = NOTHING_SAID


class ColumnReader:
    """Reads the texts of one source; `problems` of a text are sentences."""

    def __init__(self, source: Source):
        self.source, self.slot = source, slot_of(source)
        self.read = source.reader()
        self.columns = source.columns
        self.known: dict[str, tuple] = {}
        self.is_needed = source.target.column.required

    def of(self, text) -> tuple:
        """(value, sentences) of a text that is not empty."""
        if isinstance(text, BadCell):
            return None, self.sentences([text.reason])
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= TEXTS_KNOWN:
                self.known.clear()
            found = self.known[text] = self._read(text)
        return found

    def _read(self, text: str) -> tuple:
        try:
            value = self.slot.plain(self.read(text))
        except ValidationError as error:
            return None, self.sentences(error.messages)
        return (None if value in NOTHING else value), ()

    def sentences(self, messages) -> list[str]:
        label = self.source.target.label
        return [_("%(column)s: %(problem)s") % {"column": label, "problem": m} for m in messages]

    def located(self, sentences) -> list[list]:
        column = self.columns[0] if self.columns else None
        return [[column, sentence] for sentence in sentences]


class SheetReader:
    """Reads the rows of one import; look-ups are loaded once."""

    def __init__(self, sources: list[Source]):
        readers = (ColumnReader(source) for source in sources)
        self.readers = [reader for reader in readers if not isinstance(reader.slot, KeySlot)]
        self.ofcustomer = [reader for reader in self.readers if not reader.slot.is_contacts]
        self.ofcontact = [reader for reader in self.readers if reader.slot.is_contacts]

    def read(self, row: ImportRow) -> Draft:
        draft = Draft(row.number, [], [])
        draft.customer = self._values(row.cells, self.ofcustomer, draft.problems)
        for reader in self._missing(draft.customer, self.ofcustomer, draft):
            draft.problems += reader.located(reader.sentences([MISSING]))
        # Defaults complete a contact; alone they make none.
        if any(reader.source.said(row.cells) for reader in self.ofcontact):
            draft.contact = self._values(row.cells, self.ofcontact, draft.problems)
        if draft.contact:
            self._complete_contact(draft)
        draft.problems.sort(key=by_column)
        return draft

    def _values(self, cells, readers, problems) -> list[tuple[Slot, object]]:
        found = []
        for reader in readers:
            if text := reader.source.text(cells):
                value, wrong = reader.of(text)
                if wrong:
                    problems += reader.located(wrong)
                elif value is not None:
                    found.append((reader.slot, value))
        return found

    def _missing(self, values, readers, draft) -> list[ColumnReader]:
        """Those needed that the row says nothing of, unless it was told already what is wrong."""
        needed = [reader for reader in readers if reader.is_needed]
        said = {slot.name for slot, _value in values}
        told = {column for column, _sentence in draft.problems}
        return [r for r in needed if r.slot.name not in said and not told & set(r.columns)]

    def _complete_contact(self, draft):
        """What a contact that is there must have: a name, and what is required besides."""
        missing = self._missing(draft.contact, self.ofcontact, draft)
        if any(reader.slot.column == "name" for reader in missing):
            sentence = _("The contact has no name, so there is nobody to keep the rest for.")
            draft.problems.append([None, sentence])
            return
        for reader in missing:
            draft.problems += reader.located(reader.sentences([MISSING]))


def by_column(problem: list) -> tuple:
    """What is wrong with the row as a whole comes last."""
    return problem[0] is None, problem[0] or 0
