"""Who holds what two customers became, and how it is protected."""

from datetime import date

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.refusals import NotAllowed

GROUPS = {
    "place": ("owner_id", "pool_id", "owned_since", "pooled_since", "origin"),
    "protection": ("protected_until",),
    "whitelist": ("is_whitelisted",),
}
"""What is put back together, or not at all."""
LABELS = {
    "place": gettext_lazy("owner"),
    "protection": gettext_lazy("protection"),
    "whitelist": gettext_lazy("never released"),
}
READERS = {
    "owned_since": parse_datetime,
    "pooled_since": parse_datetime,
    "protected_until": parse_date,
}


def unite(survivor, gone, takes_hands: bool, by) -> dict[str, list]:
    """The later protection holds; who holds `gone` takes over where that was chosen. Returns
    {group: [before, after]} of the groups that changed."""
    before = {group: state(survivor, group) for group in GROUPS}
    if takes_hands and place_of(survivor) != place_of(gone):
        refuse_unless_moved_by(survivor, gone, by)
        for name in GROUPS["place"]:
            setattr(survivor, name, getattr(gone, name))
    if survivor.is_pooled:
        survivor.protected_until, survivor.is_whitelisted = None, False
    else:
        survivor.protected_until = later(survivor.protected_until, gone.protected_until)
        survivor.is_whitelisted = survivor.is_whitelisted or gone.is_whitelisted
    after = {group: state(survivor, group) for group in GROUPS}
    return {g: [before[g], after[g]] for g in GROUPS if before[g] != after[g]}


def refuse_unless_moved_by(survivor, gone, by):
    """To choose the other holder is to assign."""
    survivor.refuse_unless_assignable(by)
    if gone.owner_id and not gone.owner.is_active:
        raise NotAllowed(
            _("%(user)s no longer works here.") % {"user": gone.owner},
            _("Let the survivor keep its owner."),
        )


def place_of(customer) -> tuple:
    return customer.owner_id, customer.pool_id


def later(mine: date | None, theirs: date | None) -> date | None:
    return max(filter(None, (mine, theirs)), default=None)


def state(customer, group) -> dict:
    """As JSON."""
    return {name: as_json(getattr(customer, name)) for name in GROUPS[group]}


def as_json(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def put_back(customer, group, before: dict):
    for name, value in before.items():
        read = READERS.get(name)
        setattr(customer, name, read(value) if read and value else value)
