"""The sentences of rules that hold a number."""

from typing import Any

from django.utils.translation import ngettext_lazy

from customers.rules.sections import Period


def counted(phrase: Any, count: int, **words) -> str:
    """A phrase of this file with its number."""
    return str(phrase % {"count": count, **words})


CLAIMS = {
    Period.DAY: ngettext_lazy(
        "A person may claim %(count)d customer a day.",
        "A person may claim %(count)d customers a day.",
        "count",
    ),
    Period.WEEK: ngettext_lazy(
        "A person may claim %(count)d customer a week.",
        "A person may claim %(count)d customers a week.",
        "count",
    ),
    Period.MONTH: ngettext_lazy(
        "A person may claim %(count)d customer a month.",
        "A person may claim %(count)d customers a month.",
        "count",
    ),
    Period.YEAR: ngettext_lazy(
        "A person may claim %(count)d customer a year.",
        "A person may claim %(count)d customers a year.",
        "count",
    ),
}
HOLDINGS = ngettext_lazy(
    "A person may hold %(count)d customer.", "A person may hold %(count)d customers.", "count"
)
COOLDOWN = {
    False: ngettext_lazy(
        "Whoever lost a customer may claim it again after %(count)d working day.",
        "Whoever lost a customer may claim it again after %(count)d working days.",
        "count",
    ),
    True: ngettext_lazy(
        "After %(count)d working day a lost customer may be claimed again, by whoever lost it "
        "and by their whole team.",
        "After %(count)d working days a lost customer may be claimed again, by whoever lost it "
        "and by their whole team.",
        "count",
    ),
}
INTERVAL = ngettext_lazy(
    "Between two claims of a person lies at least %(count)d minute.",
    "Between two claims of a person lie at least %(count)d minutes.",
    "count",
)
WAITING = ngettext_lazy(
    "A customer that is new in the pool waits %(count)d working day until it can be claimed.",
    "A customer that is new in the pool waits %(count)d working days until it can be claimed.",
    "count",
)
OWNER_WARNED = ngettext_lazy(
    "The owner is warned %(days)s working day before a release.",
    "The owner is warned %(days)s working days before a release.",
    "count",
)
MANAGER_WARNED = ngettext_lazy(
    "The owner's manager is warned %(days)s working day before a release.",
    "The owner's manager is warned %(days)s working days before a release.",
    "count",
)
PROTECTIONS = ngettext_lazy(
    "A person may protect %(count)d customer at a time.",
    "A person may protect %(count)d customers at a time.",
    "count",
)
LONGEST_PROTECTION = ngettext_lazy(
    "A protection lasts %(count)d day at most.",
    "A protection lasts %(count)d days at most.",
    "count",
)
FRESH = ngettext_lazy(
    "Extending a protection takes an activity of the last %(count)d working day.",
    "Extending a protection takes an activity of the last %(count)d working days.",
    "count",
)
REVEALS = ngettext_lazy(
    "A person may reveal %(count)d of these customers a day.",
    "A person may reveal %(count)d of these customers a day.",
    "count",
)
LONGEST_SHARE = ngettext_lazy(
    "A share lasts %(count)d day at most.", "A share lasts %(count)d days at most.", "count"
)

# --- release ----------------------------------------------------------------------------

CLOCKS = {
    "no_activity": ngettext_lazy(
        "after %(count)d working day without a counted activity",
        "after %(count)d working days without a counted activity",
        "count",
    ),
    "no_opportunity": ngettext_lazy(
        "after %(count)d working day without an opportunity",
        "after %(count)d working days without an opportunity",
        "count",
    ),
    "no_won_order": ngettext_lazy(
        "after %(count)d working day without a won order",
        "after %(count)d working days without a won order",
        "count",
    ),
    "contract_end": ngettext_lazy(
        "%(count)d working day after the end of the contract",
        "%(count)d working days after the end of the contract",
        "count",
    ),
    "no_first_contact": ngettext_lazy(
        "%(count)d working day after it was received, if there was no first contact",
        "%(count)d working days after it was received, if there was no first contact",
        "count",
    ),
}
OTHER_CLOCK = ngettext_lazy(
    "after %(count)d working day: %(clock)s", "after %(count)d working days: %(clock)s", "count"
)
OTHER_DAYS = ngettext_lazy(
    "%(category)s: %(count)d working day (%(clock)s).",
    "%(category)s: %(count)d working days (%(clock)s).",
    "count",
)
LEAST_DAYS = ngettext_lazy(
    "%(category)s: at least %(count)d working day.",
    "%(category)s: at least %(count)d working days.",
    "count",
)
STEP_HOLDS = ngettext_lazy(
    "A planned next step holds a customer once, %(count)d working day at most.",
    "A planned next step holds a customer once, %(count)d working days at most.",
    "count",
)
GRACE_NEW = ngettext_lazy(
    "A new owner keeps a customer for %(count)d working day in any case.",
    "A new owner keeps a customer for %(count)d working days in any case.",
    "count",
)
GRACE_IMPORT = ngettext_lazy(
    "After an import a customer stays for %(count)d working day in any case.",
    "After an import a customer stays for %(count)d working days in any case.",
    "count",
)
GRACE_HANDOVER = ngettext_lazy(
    "After a hand-over a customer stays for %(count)d working day in any case.",
    "After a hand-over a customer stays for %(count)d working days in any case.",
    "count",
)
BRAKE_COUNT = ngettext_lazy(
    "A night that would take more than %(count)d customer of one owner stops and asks.",
    "A night that would take more than %(count)d customers of one owner stops and asks.",
    "count",
)
