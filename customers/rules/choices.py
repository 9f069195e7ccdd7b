"""What rules may choose from where the choice belongs to another room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers.pool.masking import maskable
from customers.release import clocks
from customers.release.clocks import activity_kinds
from customers.rules.sections import Disclosure, Period, Shown

__all__ = ["activity_kinds", "maskable"]

SECTION_TITLES = {
    "pools": _("Pools"),
    "claim_limit": _("Claim limit"),
    "capacity": _("Capacity"),
    "cooldown": _("Cooldown"),
    "release": _("Release by rule"),
    "warning": _("Warnings"),
    "protection": _("Protection"),
    "returning": _("Release by hand"),
    "pool_view": _("Pool view"),
    "sharing": _("Sharing"),
    "duplicates": _("Duplicate check"),
}
PERIODS = {
    Period.DAY: _("a day"),
    Period.WEEK: _("a week"),
    Period.MONTH: _("a month"),
    Period.YEAR: _("a year"),
}
SHOWN = {
    Shown.WHOLE: _("shown"),
    Shown.MASKED: _("masked (138****8000)"),
    Shown.HIDDEN: _("hidden"),
}
SHOWN_OR_HIDDEN = {key: SHOWN[key] for key in (Shown.WHOLE, Shown.HIDDEN)}
DISCLOSURES = {
    Disclosure.NOTHING: _("nothing"),
    Disclosure.STATE: _("that it exists: held, protected or in a pool"),
    Disclosure.OWNER: _("that it exists, and who holds it"),
}
ANY_OR_ALL = [("", _("as soon as one of its clocks has run out")), ("all", _("when all have"))]


def clock_kinds() -> list[tuple[str, Any]]:
    """(key, label) of every clock a rule may have."""
    return [(clock.key, clock.label) for clock in clocks.clocks()]
