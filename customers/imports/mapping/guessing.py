"""What a sheet's columns are, before anybody says so: as last time, by heading, by content."""

import re
from dataclasses import replace

from crm import naming
from crm.sheets.layout.groups import BETWEEN
from customers.imports.kinds import CUSTOMERS, KINDS, kind_of
from customers.imports.mapping.choices import HEADED, LEAVE_OUT, choices_of, composed, places_of
from customers.imports.mapping.chosen import Mapping, users_columns
from customers.imports.mapping.contents import Contents
from customers.imports.mapping.days import with_day_orders
from customers.imports.mapping.memory import recalled, recalled_kind
from customers.imports.mapping.profiles import Profile, first_rows, profiles
from customers.imports.mapping.targets import CONTACT, Target

# What a customer and its contact both have.
OF_CONTACT = {"name": f"{CONTACT}name", "phones": f"{CONTACT}phone", "email": f"{CONTACT}email"}
IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
LAST, HEADING, CONTENT, UNKNOWN = "last", "heading", "content", "unknown"


def guessed(header: list[str], kind: str = CUSTOMERS) -> Mapping:
    """The target of each column by its heading, each target once; the rest is left out."""
    plain = Mapping.plain(by_headings(header, KINDS[kind].targets()), header)
    return replace(plain, kind=kind)


def proposal(sheet_import) -> Mapping:
    """A choice for every column of the sheet, with what each was guessed by."""
    header, kind = sheet_import.header, sheet_import.kind
    known = kind_of(sheet_import).targets()
    if found := recalled(header, kind):
        choices, why = choices_of(found), dict.fromkeys(choices_of(found), LAST)
    else:
        found, choices = Mapping(kind=kind), by_headings(header, known)
        choices = computed_ones(header, kind) | choices
        why = dict.fromkeys(choices, HEADING)
    columns = profiles(first_rows(sheet_import), len(header))
    for column, choice in by_contents(columns, choices, header, kind).items():
        choices[column], why[column] = choice, CONTENT
    for column in users_columns(header):
        if column not in choices:
            choices[column], why[column] = default_of(columns[column]), UNKNOWN
    joins = {entry.target: entry.join for entry in found.entries if len(entry.columns) > 1}
    others = {"defaults": found.defaults, "categories": found.categories, "why": why, "kind": kind}
    others |= {"day_orders": found.day_orders, "system": found.system, "rests": found.rests}
    mapping = composed(choices, header, known, joins, **others)
    return with_day_orders(sheet_import, mapping, recalled=True)


def default_of(profile: Profile) -> str:
    """Nothing typed is dropped unless somebody says so; a blank column and a counter say nothing."""
    return LEAVE_OUT if not profile.values or profile.is_counter else HEADED


def fitting_kind(header: list[str]) -> str:
    """What the rows of a sheet with these headings are: as last time, or the kind that knows the
    most of them, customers where several know as many."""
    if last := recalled_kind(header):
        return last
    found = {name: by_headings(header, kind.targets()) for name, kind in KINDS.items()}
    likely = [name for name, kind in KINDS.items() if {*kind.telling} <= {*found[name].values()}]
    known = {name: len(computed_ones(header, name) | found[name]) for name in likely}
    return max(likely, key=lambda name: (known[name], name == CUSTOMERS))


# --- by heading -------------------------------------------------------------------------------


def by_headings(header: list[str], known: dict[str, Target]) -> dict[int, str]:
    by_heading: dict[str, list[str]] = targets_by_heading(known)
    found: dict[int, str] = {}
    for index, heading in enumerate(header):
        free = [t for t in meant_by(heading, by_heading) if t not in found.values()]
        if free:
            found[index] = free[0]
    return found


def computed_ones(header: list[str], kind: str) -> dict[int, str]:
    """What our own lists show and no sheet can set is left out of a sheet that a list gave; in
    others the same heading may stand above what somebody typed."""
    computed = KINDS[kind].computed()
    found = {n: LEAVE_OUT for n, heading in enumerate(header) if naming.fold(heading) in computed}
    known = by_headings(header, KINDS[kind].targets())
    return found if {*found, *known} >= {*users_columns(header)} else {}


def targets_by_heading(known: dict[str, Target]) -> dict[str, list[str]]:
    """The targets each heading can mean, the likeliest first: what an admin named like a
    fixed column stands behind it, what a list calls its own before what others call it."""
    found: dict[str, list[str]] = {}
    likeliest = sorted(known.values(), key=lambda target: target.is_added)
    names = [(name, target.name) for target in likeliest for name in target.names]
    synonyms = [(word, target.name) for target in likeliest for word in target.synonyms]
    for heading, target in names + synonyms:
        found.setdefault(heading, []).append(target)
    return found


def meant_by(heading: str, by_heading: dict[str, list[str]]) -> list[str]:
    """As it stands, or without what is added in brackets: "电话（必填）", or by its field alone."""
    bare = IN_BRACKETS.sub("", heading)
    found = by_heading.get(naming.fold(heading)) or by_heading.get(naming.fold(bare))
    return found or meant_in_group(heading, by_heading)


def meant_in_group(heading: str, by_heading: dict[str, list[str]]) -> list[str]:
    """What "group · field" means by its field: a contact's where the group is the contact."""
    group, _between, field = heading.rpartition(BETWEEN)
    if not group:
        return []
    found = by_heading.get(naming.fold(field), [])
    if f"{CONTACT}name" not in by_heading.get(naming.fold(group), ()):
        return found
    return [name for name in (OF_CONTACT.get(each, each) for each in found) if CONTACT in name]


# --- by content -------------------------------------------------------------------------------


def by_contents(columns: list[Profile], choices, header, kind: str) -> dict[int, str]:
    """Of the columns that have no choice yet, those whose values tell what they are."""
    known, found, notes = KINDS[kind].targets(), {}, KINDS[kind].notes
    contents = Contents(known, KINDS[kind].means)
    free = set(known) - taken_by(choices, header, notes)
    for column in users_columns(header):
        if column in choices:
            continue
        choice = contents.choice_of(header[column], columns[column], free)
        if choice := choice or continued(column, columns, choices | found, contents):
            found[column] = choice
            free -= taken_by({column: choice}, header, notes)
    return found


def continued(column: int, columns: list[Profile], choices, contents: Contents) -> str:
    """The axis whose path goes on in this column: a province in one, the city in the next."""
    for name in contents.axes:
        before = [columns[n] for n, choice in choices.items() if choice == name]
        path = Profile.joined([*before, columns[column]])
        if before and contents.fits(name, columns[column]) and contents.fits(name, path):
            return name
    return ""


def taken_by(choices: dict[int, str], header: list[str], notes: str) -> set[str]:
    return {
        target
        for column, choice in choices.items()
        for target, _place in places_of(choice, column, header[column], notes)
    }
