"""What an admin can set: one frozen dataclass a section, its defaults binding nobody.

A team's rules are versions (`RuleVersion`) that set some sections and inherit the others from
the team above. Days are working days of the calendar unless a name says otherwise; `None` means
without limit. Sections are kept as JSON: `as_json` and `section_from` are each other's inverse.
"""

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

from customers.origins import Origin


class Period(StrEnum):
    DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"


class Shown(StrEnum):
    """What a pooled customer's field shows before it is claimed."""

    WHOLE, MASKED, HIDDEN = "whole", "masked", "hidden"


class Disclosure(StrEnum):
    """What the duplicate check tells about a customer its asker may not read."""

    NOTHING, STATE, OWNER = "nothing", "state", "owner"


@dataclass(frozen=True)
class Route:
    """Customers of `category` (or below it) go to the pool of team `pool` when released."""

    category: int
    pool: int


@dataclass(frozen=True)
class Pools:
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True)
class ClaimLimit:
    most: int | None = None
    period: str = Period.WEEK


@dataclass(frozen=True)
class Capacity:
    """How many a person may hold; those of the exempt kinds do not count."""

    most: int | None = None
    without_won: bool = True
    without_open_opportunity: bool = True
    without_protected: bool = False
    without_categories: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cooldown:
    """`days` bind the last owner, with `whole_team` everybody of their team as well; `waiting_days`
    bind all for a customer new in the pool; `opens_at` ("09:00") is when released ones open."""

    days: int = 0
    whole_team: bool = False
    minutes_between: int = 0
    waiting_days: int = 0
    opens_at: str = ""


@dataclass(frozen=True)
class Clock:
    """A time without something: `kind` names a registered clock. `by_category` gives other days
    to a category and all below it, None exempts them; the deepest category wins."""

    kind: str
    days: int
    by_category: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Resets:
    """Which activities reset the clocks: done ones of these kinds (empty: all)."""

    kinds: tuple[str, ...] = ()
    with_contact: bool = True
    with_outcome: bool = True


@dataclass(frozen=True)
class ReleaseRule:
    """Due when any (or all) of its clocks has run out; `key` stays when the name changes."""

    key: str
    name: str
    clocks: tuple[Clock, ...] = ()
    needs_all: bool = False
    is_enabled: bool = True
    origins: tuple[str, ...] = tuple(Origin.values)
    resets: Resets = Resets()
    step_holds: bool = True
    step_holds_days: int = 20
    least_by_category: dict[str, int] = field(default_factory=dict)
    spares_won: bool = True
    spares_open_opportunity: bool = True


@dataclass(frozen=True)
class Release:
    """The rules of release, the grace given to new owners, and the brake on a night."""

    rules: tuple[ReleaseRule, ...] = ()
    grace_new_owner: int = 0
    grace_import: int = 0
    grace_handover: int = 0
    brake_count: int | None = None
    brake_percent: int | None = None


@dataclass(frozen=True)
class Warning:
    """How many days before it is due the owner, and the owner's manager, are told."""

    owner_days: tuple[int, ...] = ()
    manager_days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Protection:
    """`longest_days` are calendar days; extending needs an activity of the last `fresh_days`."""

    most: int | None = None
    longest_days: int = 365
    needs_next_step: bool = False
    fresh_days: int | None = None


@dataclass(frozen=True)
class Return:
    """Release by hand: `reasons` are keys of `reasons.RETURN_REASONS` or an admin's own words."""

    reasons: tuple[str, ...] = ()
    needs_text: bool = False


@dataclass(frozen=True)
class PoolView:
    """`fields` maps a field's name ("phones", "contact.mobile") to how a pooled customer's shows."""

    fields: dict[str, str] = field(default_factory=dict)
    reveals_a_day: int | None = None


@dataclass(frozen=True)
class Sharing:
    longest_days: int | None = None
    may_reshare: bool = False


@dataclass(frozen=True)
class Duplicates:
    disclosure: str = Disclosure.OWNER


SECTIONS: dict[str, type] = {
    "pools": Pools,
    "claim_limit": ClaimLimit,
    "capacity": Capacity,
    "cooldown": Cooldown,
    "release": Release,
    "warning": Warning,
    "protection": Protection,
    "returning": Return,
    "pool_view": PoolView,
    "sharing": Sharing,
    "duplicates": Duplicates,
}
NESTED = {"routes": Route, "clocks": Clock, "rules": ReleaseRule, "resets": Resets}


def as_json(section) -> dict:
    """A section as plain JSON."""
    return asdict(section)


def section_from(cls, data: dict):
    """A section read back; what is unknown is left out, what is missing has its default."""
    known = {f.name for f in fields(cls)}
    return cls(**{name: _value(name, value) for name, value in data.items() if name in known})


def _value(name, value):
    part = NESTED.get(name)
    if isinstance(value, (list, tuple)):
        return tuple(section_from(part, one) if part else one for one in value)
    return section_from(part, value) if part and isinstance(value, dict) else value
