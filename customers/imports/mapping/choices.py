"""One choice for each column, as a person makes it, and the mapping it amounts to.

A choice is the name of a target or one of the words below.
"""

from dataclasses import dataclass

from customers.imports.kinds import CUSTOMERS, KINDS
from customers.imports.mapping.chosen import Entry, Mapping
from customers.imports.mapping.parts import SPLIT, SPLITS
from customers.imports.mapping.targets import Target

LEAVE_OUT = "-"
HEADED = "remarks.headed"
NEW = "own."


@dataclass(frozen=True)
class Place:
    """What one column gives to one target."""

    column: int
    heading: str = ""
    part: str = ""


def composed(
    choices: dict[int, str], header: list[str], known: dict[str, Target], joins=None, **others
) -> Mapping:
    """The mapping that the choices of all columns amount to; `joins` by target, where they are
    not the usual ones. Columns without a choice stay without one."""
    places: dict[str, list[Place]] = {}
    notes = KINDS[others.get("kind", CUSTOMERS)].notes
    for column, choice in sorted(choices.items()):
        for target, place in places_of(choice, column, header[column], notes):
            places.setdefault(target, []).append(place)
    entries = (entry_of(t, places[t], (joins or {}).get(t), known.get(t)) for t in places)
    left = tuple(column for column, choice in choices.items() if choice == LEAVE_OUT)
    return Mapping(tuple(entries), left_out=left, **others)


def places_of(choice: str, column: int, heading: str, notes: str) -> list[tuple[str, Place]]:
    """`notes` is the target that takes values behind their headings."""
    if choice in ("", LEAVE_OUT):
        return []
    if choice == HEADED:
        return [(notes, Place(column, heading))]
    if choice.startswith(SPLIT):
        split = SPLITS[choice.removeprefix(SPLIT)]
        return [(target, Place(column, part=part)) for target, part in split.targets]
    return [(choice, Place(column))]


def entry_of(target: str, places: list[Place], join: str | None, known: Target | None) -> Entry:
    usual = (known.join if known else "") or " "
    headings = tuple(place.heading for place in places)
    return Entry(
        target,
        tuple(place.column for place in places),
        usual if join is None else join,
        headings if any(headings) else (),
        next((place.part for place in places if place.part), ""),
    )


def choices_of(mapping: Mapping) -> dict[int, str]:
    """The choices that make a mapping."""
    choices = dict.fromkeys(mapping.left_out, LEAVE_OUT)
    for entry in mapping.entries:
        headings = entry.headings or [""] * len(entry.columns)
        for column, heading in zip(entry.columns, headings, strict=True):
            choices[column] = HEADED if heading else entry.target
    return choices | splits_of(mapping)


def splits_of(mapping: Mapping) -> dict[int, str]:
    """The columns that are taken apart."""
    parts: dict[int, set] = {}
    for entry in mapping.entries:
        if entry.part:
            parts.setdefault(entry.columns[0], set()).add((entry.target, entry.part))
    ways = {frozenset(split.targets): f"{SPLIT}{name}" for name, split in SPLITS.items()}
    found = {column: ways.get(frozenset(each), "") for column, each in parts.items()}
    return {column: way for column, way in found.items() if way}
