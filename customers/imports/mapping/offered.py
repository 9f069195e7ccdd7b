"""What a column of a sheet can be said to become, as the choices of a select."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from customers.imports.kinds import Kind
from customers.imports.mapping.choices import HEADED, LEAVE_OUT, NEW
from customers.imports.mapping.parts import SPLIT, SPLITS
from customers.imports.mapping.targets import CONTACT, Target

LABELS_OF_NEW = {
    "customer": _("a new own field of the customer"),
    "contact": _("a new own field of the contact"),
}
SPECIAL = {LEAVE_OUT, HEADED, *(f"{SPLIT}{name}" for name in SPLITS)}


def is_new(choice: str) -> bool:
    return choice.startswith(NEW)


def grouped(kind: Kind, found: list[Target]) -> list:
    """Targets as choices of a select, what is the customer's in a group of its own, and what else
    a column can become."""
    return of_customers(found) if kind.is_of_customers else of_records(kind, found)


def of_records(kind: Kind, found: list[Target]) -> list:
    notes = next(target.label for target in found if target.name == kind.notes)
    new = {name: LABELS_OF_NEW[name] for name in kind.new_fields}
    groups = [
        (capfirst(str(kind.label)), [t for t in found if not t.name.startswith("customer")]),
        (_("Its customer"), [t for t in found if t.name.startswith("customer")]),
    ]
    return [
        ("", _("choose …")),
        (
            _("Not a field yet"),
            [
                (HEADED, _("into “%(target)s”, behind its heading") % {"target": notes}),
                *((f"{NEW}{name}", label) for name, label in new.items()),
                (LEAVE_OUT, _("leave out")),
            ],
        ),
        *((label, [(t.name, t.label) for t in targets]) for label, targets in groups),
    ]


def of_customers(found: list[Target]) -> list:
    customers = [(t.name, t.label) for t in found if not t.name.startswith(CONTACT)]
    contacts = [(t.name, t.label) for t in found if t.name.startswith(CONTACT)]
    return [
        ("", _("choose …")),
        (
            _("Not a field yet"),
            [
                (HEADED, _("into the remarks, behind its heading")),
                *((f"{NEW}{name}", label) for name, label in LABELS_OF_NEW.items()),
                (LEAVE_OUT, _("leave out")),
            ],
        ),
        (_("Customer"), customers),
        (_("Contact"), contacts),
        (_("Taken apart"), [(f"{SPLIT}{name}", split.label) for name, split in SPLITS.items()]),
    ]
