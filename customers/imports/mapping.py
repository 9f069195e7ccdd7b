"""Headings of a sheet meet the columns of the grids: what a grid declares can be imported."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm import naming
from crm.grid import Column
from crm.sheets.errors import is_reason_column
from customers.axis_columns import AxisColumn
from customers.grids import ContactGrid, CustomerGrid
from customers.imports.synonyms import SYNONYMS
from customers.models import Contact, Customer
from customers.own_fields.columns import OwnColumn

CONTACT = "contact."
IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True)
class Target:
    """Where a column of the sheet can go."""

    name: str
    column: Column
    model: type

    @property
    def label(self) -> str:
        if self.model is Contact:
            return _("Contact: %(column)s") % {"column": self.column.heading}
        return self.column.heading

    @property
    def names(self) -> set[str]:
        """What the lists call it, in every language, folded."""
        found = set()
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                found.add(naming.fold(self.label))
        return found

    @property
    def synonyms(self) -> set[str]:
        return {naming.fold(word) for word in SYNONYMS.get(self.name, ())}

    @property
    def is_added(self) -> bool:
        """Whether an admin added it and named it as they liked: an axis, an own field."""
        return isinstance(self.column, AxisColumn | OwnColumn)


def targets() -> dict[str, Target]:
    """All that can be imported now, by name; axes and own fields as they stand in the database."""
    found = [Target(c.name, c, Customer) for c in importable(CustomerGrid)]
    found += [Target(CONTACT + c.name, c, Contact) for c in importable(ContactGrid)]
    return {target.name: target for target in found}


def importable(grid_class) -> list[Column]:
    grid = grid_class(user=None, params={})
    return [column for column in grid.columns if column.importable]


def guessed(header: list[str]) -> dict[str, str]:
    """The target of each column by its heading, {"0": "name", …}; each target once."""
    by_heading, mapping = targets_by_heading(), {}
    for index, heading in enumerate(header):
        free = [t for t in meant_by(heading, by_heading) if t not in mapping.values()]
        if free:
            mapping[str(index)] = free[0]
    return mapping


def targets_by_heading() -> dict[str, list[str]]:
    """The targets each heading can mean, the likeliest first: what an admin named like a
    fixed column stands behind it, what a list calls its own before what others call it."""
    found: dict[str, list[str]] = {}
    known = sorted(targets().values(), key=lambda target: target.is_added)
    names = [(name, target.name) for target in known for name in target.names]
    synonyms = [(word, target.name) for target in known for word in target.synonyms]
    for heading, target in names + synonyms:
        found.setdefault(heading, []).append(target)
    return found


def meant_by(heading: str, by_heading: dict[str, list[str]]) -> list[str]:
    """As it stands, or without what is added in brackets: "电话（必填）"."""
    bare = IN_BRACKETS.sub("", heading)
    return by_heading.get(naming.fold(heading)) or by_heading.get(naming.fold(bare)) or []


def left_out(header: list[str], mapping: dict[str, str]) -> list[str]:
    """The headings of the user's columns that go nowhere."""
    return [
        heading or _("(no heading)")
        for index, heading in enumerate(header)
        if not mapping.get(str(index)) and not is_reason_column(heading)
    ]


def faults(mapping: dict[str, str]) -> list[str]:
    """What is wrong with a mapping to known targets, as sentences."""
    known, chosen = targets(), list(mapping.values())
    repeated = [target for name, target in known.items() if chosen.count(name) > 1]
    missing = [t for t in known.values() if is_needed(t, chosen) and t.name not in chosen]
    return [
        *(_("“%(target)s” is chosen for several columns.") % {"target": t.label} for t in repeated),
        *(_("Choose the column that holds “%(target)s”.") % {"target": t.label} for t in missing),
    ]


def is_needed(target: Target, chosen: list[str]) -> bool:
    """A customer needs its name; a contact too, once anything of one is there."""
    has_contact = any(name.startswith(CONTACT) for name in chosen)
    return target.column.required and (target.model is Customer or has_contact)
