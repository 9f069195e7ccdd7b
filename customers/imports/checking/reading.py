"""The rows of a chunk as values. Thousands of rows share few texts: each is read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.sentences import Sentence, in_each_language, sentence, why_refused
from crm.sheets.cells import BadCell
from customers.imports.checking.said import NOTHING_SAID, Said
from customers.imports.checking.slots import NOTHING, KeySlot, Slot, slot_of
from customers.imports.mapping import Source
from customers.models import ImportRow

MISSING = _("This must not be empty.")
NAMELESS = _("The contact has no name, so there is nobody to keep the rest for.")
TEXTS_KNOWN = 20_000
SAYS_NOTHING: tuple = (None, ())


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

    def said(self, rows: list[list]) -> list[str]:
        """What each row says, as `Source.said`."""
        column, said = self.source.only_column, self.source.said
        if column is None:
            return [said(cells) for cells in rows]
        pairs = ((cells[column], cells) for cells in rows)
        return [text.strip() if type(text) is str else said(cells) for text, cells in pairs]

    def read_all(self, rows: list[list]) -> list[tuple]:
        """(value, sentences) of each row."""
        default, known, of = self.source.default, self.known, self.of
        texts = self.said(rows)
        if default:
            texts = [text or default for text in texts]
        return [(type(text) is str and known.get(text)) or of(text) for text in texts]

    def of(self, text) -> tuple:
        """(value, sentences) of a text."""
        if not text:
            return SAYS_NOTHING
        if isinstance(text, BadCell):
            return None, self.sentences([in_each_language(lambda: text.reason)])
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
            return None, self.sentences(why_refused(self.read, text, error))
        return (None if value in NOTHING else value), ()

    def sentences(self, problems: Iterable) -> list[Sentence]:
        return [self.source.target.blamed(problem) for problem in problems]

    @cached_property
    def missing(self) -> list[list]:
        """What is wrong with a row that says nothing of what is needed."""
        return self.located(self.sentences([MISSING]))

    def located(self, sentences) -> list[list]:
        column = self.columns[0] if self.columns else None
        return [[column, said] for said in sentences]


class SheetReader:
    """Reads the rows of one import; look-ups are loaded once."""

    def __init__(self, sources: list[Source]):
        readers = (ColumnReader(source) for source in sources)
        self.readers = [reader for reader in readers if not isinstance(reader.slot, KeySlot)]
        self.ofcustomer = [reader for reader in self.readers if not reader.slot.is_contacts]
        self.ofcontact = [reader for reader in self.readers if reader.slot.is_contacts]

    def read(self, row: ImportRow) -> Draft:
        return self.read_all([row])[0]

    def read_all(self, rows: Sequence[ImportRow]) -> list[Draft]:
        """Column by column: what is the same for all rows is looked up once."""
        drafts, cells = [Draft(row.number, [], []) for row in rows], [row.cells for row in rows]
        found = self._values(cells, self.ofcustomer, drafts)
        for draft, values in zip(drafts, found, strict=True):
            draft.customer = values
            for reader in self._missing(values, self.ofcustomer, draft):
                draft.problems += reader.missing
        self._read_contacts(cells, drafts)
        for draft in drafts:
            if draft.problems:
                draft.problems.sort(key=by_column)
        return drafts

    def _read_contacts(self, cells, drafts):
        # Defaults complete a contact; alone they make none.
        said = zip(*(reader.said(cells) for reader in self.ofcontact), strict=True)
        there = [place for place, texts in enumerate(said) if any(texts)]
        with_contact = [drafts[place] for place in there]
        found = self._values([cells[place] for place in there], self.ofcontact, with_contact)
        for draft, values in zip(with_contact, found, strict=True):
            draft.contact = values
            if values:
                self._complete_contact(draft)

    def _values(self, cells, readers, drafts) -> list[list[tuple[Slot, object]]]:
        """Of each row what it says; what is wrong with a value goes to its draft."""
        slots = [reader.slot for reader in readers]
        columns = [self._column(reader, cells, drafts) for reader in readers]
        if not columns:
            return [[] for _row in cells]
        return [
            [(slot, value) for slot, value in zip(slots, values, strict=True) if value is not None]
            for values in zip(*columns, strict=True)
        ]

    def _column(self, reader: ColumnReader, cells, drafts) -> list:
        read = reader.read_all(cells)
        for draft, (_value, wrong) in zip(drafts, read, strict=True):
            if wrong:
                draft.problems += reader.located(wrong)
        return [value for value, _wrong in read]

    def _missing(self, values, readers, draft) -> list[ColumnReader]:
        """Those needed that the row says nothing of, unless it was told already what is wrong."""
        said = {slot for slot, _value in values}
        missing = [each for each in readers if each.is_needed and each.slot not in said]
        told = {column for column, _sentence in draft.problems} if missing else set()
        return [reader for reader in missing if not told & set(reader.columns)]

    def _complete_contact(self, draft):
        """What a contact that is there must have: a name, and what is required besides."""
        missing = self._missing(draft.contact, self.ofcontact, draft)
        if any(reader.slot.column == "name" for reader in missing):
            draft.problems.append([None, sentence(NAMELESS)])
            return
        for reader in missing:
            draft.problems += reader.missing


def by_column(problem: list) -> tuple:
    """What is wrong with the row as a whole comes last."""
    return problem[0] is None, problem[0] or 0
