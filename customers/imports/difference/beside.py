"""One row of an import and the customers it may be, field by field."""

from dataclasses import dataclass

from customers.imports.checking.judging import same_contact
from customers.imports.checking.reading import Draft, SheetReader
from customers.imports.checking.slots import Slot
from customers.imports.checking.standing import Standing, Standings
from customers.imports.difference.columns import Worded
from customers.imports.mapping import Mapping
from customers.models import RowCheck


@dataclass(frozen=True)
class Beside:
    """A field of the row, and what each of the customers has there; texts."""

    label: str
    typed: str
    theirs: list[tuple[str, bool]]


def beside(check: RowCheck) -> list[Beside]:
    """The customers in the order of the matches, each with the contact that the row means."""
    reader = SheetReader(Mapping.of(check.sheet_import).sources)
    draft = reader.read(check.sheet_import.rows.get(number=check.number))
    said = [*draft.customer, *draft.contact]
    found = standing_of(check, [slot for slot, _value in said])
    records = [(each.record, contact_in(each, draft)) for each in found]
    theirs = [[s.get(record[s.is_contacts]) for record in records] for s, _value in said]
    pairs = [
        [slot.name, old, value]
        for (slot, value), olds in zip(said, theirs, strict=True)
        for old in olds or [None]
    ]
    worded = Worded([RowCheck(sheet_import=check.sheet_import, changes=pairs)])
    return [side_by_side(worded, *each, olds) for each, olds in zip(said, theirs, strict=True)]


def standing_of(check: RowCheck, slots: list[Slot]) -> list[Standing]:
    """What each of the matches is, in their order, as the rows above leave it."""
    ids = [pk for pk, _row, _agreement in check.matches]
    standings = Standings(check.sheet_import, ids, slots, check.number)
    return [standings.get(pk, Standing()) for pk in ids]


def contact_in(standing: Standing, draft: Draft) -> dict:
    has_name = any(slot.column == "name" for slot, _value in draft.contact)
    found = same_contact(draft, standing) if has_name else None
    return standing.contacts[found] if found else {}


def side_by_side(worded: Worded, slot: Slot, value, olds: list) -> Beside:
    texts = [(worded.value(slot.name, old), old != value) for old in olds]
    return Beside(worded.label(slot.name), worded.value(slot.name, value), texts)


def said(check: RowCheck) -> list[Beside]:
    """What the row says, of a kind that is known without anything to compare."""
    cells = check.sheet_import.rows.get(number=check.number).cells
    told = ((s.target.label, s.text(cells)) for s in Mapping.of(check.sheet_import).sources)
    return [Beside(label, text, []) for label, text in told if text]
