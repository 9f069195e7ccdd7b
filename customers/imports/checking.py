"""Every row is tried before anything is written."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.sheets.cells import BadCell
from customers.imports.mapping import Mapping, Source
from customers.imports.verdicts import save_verdicts
from customers.models import Contact, Customer, ImportRow, SheetImport

MISSING = gettext_lazy("This must not be empty.")


@dataclass
class Candidate:
    """What a row would become, and why it can't: `problems` are [column, sentence]."""

    row: ImportRow
    customer: Customer
    contact: Contact | None = None
    problems: list = field(default_factory=list)

    def refuse(self, sentence: str):
        self.problems.append([None, sentence])


class RowReader:
    """Turns rows of one import into candidates; look-ups are loaded once."""

    def __init__(self, sheet_import: SheetImport):
        self.sheet_import = sheet_import
        self.sources = Mapping.of(sheet_import).sources
        self.readers = [source.reader() for source in self.sources]

    def read(self, row: ImportRow) -> Candidate:
        found = Candidate(row, Customer(), Contact())
        for source, reader in zip(self.sources, self.readers, strict=True):
            target = source.target
            record = found.customer if target.model is Customer else found.contact
            try:
                self._read_cell(source.text(row.cells), target, reader, record)
            except ValidationError as error:
                place = place_of(source)
                found.problems += [[place, sentence] for sentence in sentences(target, error)]
        return self._completed(found)

    def _read_cell(self, text, target, reader, record):
        if isinstance(text, BadCell):
            raise ValidationError(text.reason)
        if text:
            target.column.write(record, reader(text))
        elif target.column.required and target.model is Customer:
            raise ValidationError(MISSING)

    def _completed(self, found: Candidate) -> Candidate:
        if found.customer.owner is None:
            found.customer.pool = self.sheet_import.pool
        if found.contact and not found.contact.name:
            if self._says_anything(found.contact):
                found.refuse(_("The contact has no name, so there is nobody to keep the rest for."))
            found.contact = None
        if found.contact:
            found.problems += self._missing_of(found.contact)
        return found

    def _missing_of(self, contact) -> list:
        """What a contact that is there must have besides its name."""
        of_contact = [source for source in self.sources if source.target.model is Contact]
        return [
            [
                place_of(s),
                _("%(column)s: %(problem)s") % {"column": s.target.label, "problem": MISSING},
            ]
            for s in of_contact
            if s.target.column.required and s.target.column.value(contact) is None
        ]

    def _says_anything(self, contact) -> bool:
        columns = [s.target.column for s in self.sources if s.target.model is Contact]
        return any(column.value(contact) for column in columns)


def place_of(source: Source) -> int | None:
    """The column of the sheet where a problem of it is marked."""
    return source.columns[0] if source.columns else None


def sentences(target, error: ValidationError) -> list[str]:
    return [
        _("%(column)s: %(problem)s") % {"column": target.label, "problem": message}
        for message in error.messages
    ]


def check(rows: list[ImportRow], reader: RowReader):
    """Gives each row its verdict and problems; saves them in one statement."""
    for row in rows:
        row.problems = reader.read(row).problems
        row.verdict = ImportRow.Verdict.BAD if row.problems else ImportRow.Verdict.GOOD
    save_verdicts(rows)
