"""What is wrong with a mapping, and what of the sheet it leaves out."""

from django.utils.translation import gettext as _

from customers.imports.kinds import KINDS
from customers.imports.mapping.chosen import Mapping, users_columns
from customers.imports.mapping.targets import CONTACT, Target


def left_out(header: list[str], mapping: Mapping) -> list[str]:
    """The headings of the user's columns that go nowhere."""
    ours = set(users_columns(header))
    return [header[n] or _("(no heading)") for n in mapping.left_out if n in ours]


def faults(mapping: Mapping) -> list[str]:
    """What is wrong with a mapping to known targets, as sentences."""
    known, chosen = mapping.known, mapping.chosen
    several = {entry.target for entry in mapping.entries if len(entry.columns) > 1}
    repeated = [
        target
        for name, target in known.items()
        if chosen.count(name) > 1 or (name in several and not target.join)
    ]
    missing = [t for t in known.values() if is_needed(t, chosen) and t.name not in chosen]
    return [
        *lacking(mapping),
        *(_("“%(target)s” is chosen for several columns.") % {"target": t.label} for t in repeated),
        *(_("Choose the column that holds “%(target)s”.") % {"target": t.label} for t in missing),
    ]


def lacking(mapping: Mapping) -> list[str]:
    """Of each group of which one at least is needed, and none is chosen."""
    groups = [group for group in KINDS[mapping.kind].needs if not {*group} & {*mapping.chosen}]
    sentence = _("Choose the column that holds “%(target)s”.")
    return [sentence % {"target": mapping.known[group[0]].label} for group in groups]


def is_needed(target: Target, chosen: list[str]) -> bool:
    """A customer needs its name; a contact too, once anything of one is there."""
    has_contact = any(name.startswith(CONTACT) for name in chosen)
    return target.column.required and (has_contact or not target.name.startswith(CONTACT))
