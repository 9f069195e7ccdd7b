"""Three sets of rules that make sense as they are: loose, standard, strict.

A preset names categories by the key of their axis and their code. They become ids when it is
chosen, and what an installation does not have is left out. Pools are every company's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from customers.models import Category, RuleVersion
from customers.rules.reasons import RETURN_REASONS
from customers.rules.sections import (
    Capacity,
    ClaimLimit,
    Clock,
    Cooldown,
    Disclosure,
    Duplicates,
    Period,
    PoolView,
    Protection,
    Release,
    ReleaseRule,
    Resets,
    Return,
    Sharing,
    Shown,
    Warning,
)

Ids = dict[tuple[str, str], int]
A, B = ("value", "A"), ("value", "B")
HALF_YEARLY, YEARLY = ("purchase_cycle", "half_yearly"), ("purchase_cycle", "yearly")
BEYOND_A_YEAR = ("purchase_cycle", "beyond_a_year")
TELEPHONES = ("phones", "contact.mobile", "contact.phone")
ADDRESSES = ("email", "contact.email", "contact.wechat")


@dataclass(frozen=True)
class Preset:
    """`suits` says in a sentence whom it is for; `build` makes its sections from known ids."""

    key: str
    label: Any
    suits: Any
    build: Callable[[Ids], dict[str, Any]]

    def sections(self) -> dict[str, Any]:
        """Its sections by name, its categories as this installation has them; one query."""
        rows = Category.objects.exclude(code="").values_list("axis__key", "code", "pk")
        return self.build({(axis, code): pk for axis, code, pk in rows})


def days_of(ids: Ids, days: dict[tuple[str, str], int]) -> dict[str, Any]:
    """Days by category id, as the sections keep them."""
    return {str(ids[place]): count for place, count in days.items() if place in ids}


def unfollowed(ids: Ids, days: int, by_value, by_cycle, **more) -> ReleaseRule:
    """Released when nobody follows up; the valuable and those who buy seldom stay longer."""
    clock = Clock("no_activity", days, days_of(ids, by_value))
    return ReleaseRule("unfollowed", "", (clock,), least_by_category=days_of(ids, by_cycle), **more)


def unmet(days: int) -> ReleaseRule:
    """Released when what was taken from the pool is not even contacted."""
    return ReleaseRule(
        "unmet", "", (Clock("no_first_contact", days),), origins=("claimed", "assigned")
    )


def fruitless(days: int) -> ReleaseRule:
    """Released when contacts lead to no opportunity."""
    return ReleaseRule("fruitless", "", (Clock("no_opportunity", days),), step_holds=False)


def shown(**fields) -> dict[str, str]:
    """`masked=` and `hidden=` names of fields."""
    return {name: str(Shown(how)) for how, names in fields.items() for name in names}


def loose(ids: Ids) -> dict[str, Any]:
    return {
        "claim_limit": ClaimLimit(20, Period.WEEK),
        "capacity": Capacity(500),
        "cooldown": Cooldown(days=3),
        "release": Release(
            (
                unfollowed(
                    ids,
                    90,
                    {A: 180},
                    {YEARLY: 180, BEYOND_A_YEAR: 240},
                    resets=Resets((), False, False),
                ),
            ),
            grace_new_owner=10,
            grace_import=40,
            grace_handover=20,
            brake_count=20,
            brake_percent=20,
        ),
        "warning": Warning((10, 3), ()),
        "protection": Protection(30, 180),
        "returning": Return(tuple(RETURN_REASONS)),
        "pool_view": PoolView(),
        "sharing": Sharing(None, True),
        "duplicates": Duplicates(Disclosure.OWNER),
    }


def standard(ids: Ids) -> dict[str, Any]:
    cycles = {HALF_YEARLY: 60, YEARLY: 90, BEYOND_A_YEAR: 120}
    return {
        "claim_limit": ClaimLimit(5, Period.WEEK),
        "capacity": Capacity(200),
        "cooldown": Cooldown(days=10),
        "release": Release(
            (unfollowed(ids, 30, {A: 60}, cycles), unmet(5)),
            grace_new_owner=5,
            grace_import=20,
            grace_handover=10,
            brake_count=20,
            brake_percent=20,
        ),
        "warning": Warning((7, 3, 1), (1,)),
        "protection": Protection(10, 90, needs_next_step=True, fresh_days=20),
        "returning": Return(tuple(RETURN_REASONS)),
        "pool_view": PoolView(shown(masked=TELEPHONES), reveals_a_day=20),
        "sharing": Sharing(180, False),
        "duplicates": Duplicates(Disclosure.OWNER),
    }


def strict(ids: Ids) -> dict[str, Any]:
    cycles = {HALF_YEARLY: 40, YEARLY: 60, BEYOND_A_YEAR: 90}
    return {
        "claim_limit": ClaimLimit(1, Period.DAY),
        "capacity": Capacity(80, without_open_opportunity=False),
        "cooldown": Cooldown(20, True, minutes_between=10, waiting_days=1, opens_at="09:00"),
        "release": Release(
            (unfollowed(ids, 15, {A: 30, B: 20}, cycles), unmet(2), fruitless(60)),
            grace_new_owner=3,
            grace_import=10,
            grace_handover=5,
            brake_count=30,
            brake_percent=30,
        ),
        "warning": Warning((5, 3, 1), (3, 1)),
        "protection": Protection(5, 60, needs_next_step=True, fresh_days=10),
        "returning": Return(tuple(RETURN_REASONS), needs_text=True),
        "pool_view": PoolView(shown(masked=TELEPHONES, hidden=ADDRESSES), reveals_a_day=10),
        "sharing": Sharing(60, False),
        "duplicates": Duplicates(Disclosure.STATE),
    }


PRESETS = {
    str(preset.key): preset
    for preset in (
        Preset(
            RuleVersion.Preset.LOOSE,
            _("Loose"),
            _(
                "For small or new teams who know each other and sell over a long time: there is "
                "room to build up, and only what was forgotten for months goes back."
            ),
            loose,
        ),
        Preset(
            RuleVersion.Preset.STANDARD,
            _("Standard"),
            _(
                "For most teams of 5 to 50 people: nobody hoards, whoever follows up keeps "
                "their customers, and everybody is warned in time."
            ),
            standard,
        ),
        Preset(
            RuleVersion.Preset.STRICT,
            _("Strict"),
            _(
                "For fast business with many leads and much competition for them: few customers "
                "a person, quick follow-up, and little to be copied out of the pool."
            ),
            strict,
        ),
    )
}
