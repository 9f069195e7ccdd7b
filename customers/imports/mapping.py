"""Headings of a sheet meet the columns of the grids: what a grid declares can be imported."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from crm import naming
from crm.grid import Column
from customers.grids import ContactGrid, CustomerGrid
from customers.imports.synonyms import SYNONYMS
from customers.models import Contact, Customer

CONTACT = "contact."


@dataclass
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
    def headings(self) -> set[str]:
        """Every heading that means this target, folded."""
        labels = {*SYNONYMS.get(self.name, ())}
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                labels.add(self.label)
        return {naming.fold(label) for label in labels}


def targets() -> dict[str, Target]:
    """All that can be imported now, by name; the axes as they stand in the database."""
    found = [Target(c.name, c, Customer) for c in importable(CustomerGrid)]
    found += [Target(CONTACT + c.name, c, Contact) for c in importable(ContactGrid)]
    return {target.name: target for target in found}


def importable(grid_class) -> list[Column]:
    grid = grid_class(user=None, params={})
    return [column for column in grid.columns if column.importable]


def guessed(header: list[str]) -> dict[str, str]:
    """The target of each column by its heading, {"0": "name", …}; each target once."""
    by_heading = {h: target.name for target in targets().values() for h in target.headings}
    mapping: dict[str, str] = {}
    for index, heading in enumerate(header):
        target = by_heading.get(naming.fold(heading), "")
        if target and target not in mapping.values():
            mapping[str(index)] = target
    return mapping


def faults(mapping: dict[str, str]) -> list[str]:
    """What is wrong with a mapping, as sentences."""
    known, chosen = targets(), [name for name in mapping.values() if name]
    sentences = [
        _("The columns for “%(target)s” are chosen twice.") % {"target": known[name].label}
        for name in sorted({name for name in chosen if chosen.count(name) > 1})
    ]
    missing = [t for t in known.values() if t.column.required and t.name not in chosen]
    customer_fields = [t for t in missing if t.model is Customer]
    has_contact = any(name.startswith(CONTACT) for name in chosen)
    needed = [*customer_fields, *(t for t in missing if t.model is Contact and has_contact)]
    return sentences + [
        _("Choose the column that holds “%(target)s”.") % {"target": target.label}
        for target in needed
    ]
