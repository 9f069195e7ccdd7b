"""Every row is tried before anything is written."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.sheets.cells import BadCell
from customers.imports.mapping import targets
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
        known = targets()
        # The mapping was stored; an axis may have been archived since.
        self.columns = {i: known[t] for i, t in sheet_import.targets.items() if t in known}
        self.readers = {i: target.column.reader() for i, target in self.columns.items()}

    def read(self, row: ImportRow) -> Candidate:
        found = Candidate(row, Customer(), Contact())
        for index, target in self.columns.items():
            record = found.customer if target.model is Customer else found.contact
            try:
                self._read_cell(row.cell(index), target, self.readers[index], record)
            except ValidationError as error:
                found.problems += [[index, sentence] for sentence in sentences(target, error)]
        return self._completed(found)

    def _read_cell(self, cell, target, reader, record):
        if isinstance(cell, BadCell):
            raise ValidationError(cell.reason)
        text = cell.strip()
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
        return [
            [index, _("%(column)s: %(problem)s") % {"column": t.label, "problem": MISSING}]
            for index, t in self.columns.items()
            if t.model is Contact and t.column.required and t.column.value(contact) is None
        ]

    def _says_anything(self, contact) -> bool:
        columns = [target.column for target in self.columns.values() if target.model is Contact]
        return any(column.value(contact) for column in columns)


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
