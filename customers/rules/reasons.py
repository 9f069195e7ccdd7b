"""Why customers are returned: reasons everybody knows, those an admin words anew, rules."""

from django.utils.translation import gettext_lazy as _

RETURN_REASONS = {
    "no_need": _("no need at present"),
    "no_budget": _("no budget"),
    "no_access": _("nobody to be reached"),
    "lost": _("lost to a competitor"),
    "wrong_fit": _("not our kind of customer"),
    "wrong_area": _("belongs to another region or team"),
    "closed_down": _("closed down"),
    "overload": _("no time to look after it"),
}
RULE_NAMES = {
    "unfollowed": _("Nobody followed up"),
    "unmet": _("No first contact"),
    "fruitless": _("No opportunity"),
}
"""Names of the presets' rules; a rule that an admin named is called as they wrote it."""
BETWEEN = ": "


def reason_label(key: str) -> str:
    """A reason in the reader's language; an admin's own words as they are."""
    return str((RETURN_REASONS | RULE_NAMES).get(key, key))


def stored(key: str, text: str = "") -> str:
    """A reason and what was added to it, as ledger and customer keep them."""
    return BETWEEN.join(part for part in (key, text.strip()) if part)


def said(reason: str) -> str:
    """A stored reason in the reader's language."""
    key, between, text = reason.partition(BETWEEN)
    return f"{reason_label(key)}{between}{text}"
