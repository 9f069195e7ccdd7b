"""A team's rules of release as one SQL query over customers.

What a rule means, in days of the house's time zone:

* Each clock began on a day and runs for so many working days of the owner: `by_category` gives
  other days to a category and all below it (the deepest wins; of two equally deep the one that
  gives more), None takes the clock away, and `least_by_category` lengthens what is left.
* The earliest clock decides; with `needs_all` the latest, and only if every one is running.
* A dated next step, the first one planned since the deciding clock began, holds until the end
  of its day, but at most `step_holds_days` working days longer.
* Nobody loses a customer within the grace after receiving it, while it is protected, or before
  the version's first day is over.
* Of several rules the earliest decides; of two on one day the one that stands first.

The customer leaves in the night after that day: `due_at` is the midnight at its end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils import timezone

from customers.release.clocks import Binding, Remedy, clock, first_step
from customers.rules.sections import Clock, Release, ReleaseRule

RULES = """
SELECT rule.place, rule.key, rule.day FROM (
{rules}
) rule
ORDER BY rule.day, rule.place LIMIT 1
"""
LONE = "SELECT rule.day FROM ({rule}) rule"
NO_RULE = "SELECT 0 AS place, ''::text AS key, NULL::date AS day WHERE FALSE"

# OFFSET 0 keeps what stands before it from being merged into its reader and computed twice.
RULE = """
SELECT {place} AS place, {key} AS key, GREATEST(
        base.day,
        CASE WHEN step.day > base.day THEN LEAST(step.day, {furthest}) END,
        own.grace, c.protected_until, {effective}
    ) AS day
FROM ({base}) base
LEFT JOIN LATERAL (SELECT {step} AS day OFFSET 0) step ON TRUE
WHERE base.day IS NOT NULL
"""

BASE = """
SELECT run.start, crm_workday_after(run.start, run.days, c.owner_id) AS day
FROM (
    SELECT raw.place, raw.days,
        CASE WHEN raw.start IS NOT NULL THEN GREATEST(raw.start, own.day) END AS start
    FROM (VALUES {clocks} OFFSET 0) raw(place, start, days)
) run
ORDER BY day {order}, run.place LIMIT 1
"""

TREE = """
WITH RECURSIVE below AS (
    SELECT named, named AS id FROM unnest(%(ids)s::int[]) AS named
    UNION
    SELECT b.named, c.id FROM customers_category c JOIN below b ON c.parent_id = b.id
), above AS (
    SELECT named, named AS id FROM unnest(%(ids)s::int[]) AS named
    UNION
    SELECT a.named, c.parent_id FROM customers_category c JOIN above a ON c.id = a.id
        WHERE c.parent_id IS NOT NULL
)
SELECT c.id, x.position,
    (SELECT count(*) FROM above WHERE above.named = c.id),
    (SELECT array_agg(below.id) FROM below WHERE below.named = c.id)
FROM customers_category c JOIN customers_axis x ON x.id = c.axis_id
WHERE c.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Branch:
    """A category at its place: the axis's position, how deep it lies, all ids from it down."""

    position: int
    depth: int
    ids: list[int]


class Branches:
    """The branches of the categories that rules name by their ids' text, read in one query."""

    def __init__(self, keys: Iterable[str]):
        named = {int(key) for key in keys if key.isdecimal()}
        self.found: dict[str, Branch] = {}
        if named:
            with connection.cursor() as cursor:
                cursor.execute(TREE, {"ids": sorted(named)})
                self.found = {str(pk): Branch(*rest) for pk, *rest in cursor}

    def choice(self, bind: Binding, settings: dict[str, int | None], otherwise: str) -> str:
        """SQL for the setting that holds for customer `c`."""
        known = [(self.found[key], days) for key, days in settings.items() if key in self.found]
        known.sort(key=lambda one: (-one[0].depth, one[1] is not None, -(one[1] or 0)))
        cases = " ".join(
            f"WHEN c.category_ids[{bind(branch.position, 'int')}]"
            f" = ANY({bind(branch.ids, 'int[]')}) THEN {bind(days, 'int')}"
            for branch, days in known
        )
        return f"CASE {cases} ELSE {otherwise} END" if cases else otherwise


def category_keys(release: Release) -> Iterator[str]:
    for rule in release.rules:
        yield from rule.least_by_category
        for one in rule.clocks:
            yield from one.by_category


@dataclass
class Compiler:
    """Rules of release as SQL. `remedy` compiles them as if that were done today."""

    release: Release
    effective_from: date
    bind: Binding = field(default_factory=Binding)
    remedy: Remedy | None = None

    def __post_init__(self):
        self.branches = Branches(category_keys(self.release))

    def query(self) -> str:
        """Rows of at most one (place, key, day): the rule that releases `c` first, and its day."""
        rules = [self.rule(place, rule) for place, rule in self.numbered()]
        return RULES.format(rules="UNION ALL".join(rules) or NO_RULE)

    def numbered(self) -> list[tuple[int, ReleaseRule]]:
        """The rules that bind, each with its place among all."""
        rules = enumerate(self.release.rules)
        return [(place, rule) for place, rule in rules if rule.is_enabled and rule.clocks]

    def rule(self, place: int, rule: ReleaseRule) -> str:
        days = self.bind(rule.step_holds_days, "int")
        text = RULE.format(
            place=self.bind(place, "int"),
            key=self.bind(rule.key, "text"),
            base=self.base(rule),
            step=self.step(rule),
            furthest=f"crm_workday_after(base.day, {days}, c.owner_id)",
            effective=self.bind(self.effective_from, "date"),
        )
        return text + "".join(f"AND {test}\n" for test in self.spared(rule))

    def step(self, rule: ReleaseRule) -> str:
        """SQL for the day until whose end the next step holds."""
        none = "'infinity'::date" if self.remedy and self.remedy.plans else "NULL::date"
        return first_step(self.bind, "base.start", none) if rule.step_holds else "NULL::date"

    def base(self, rule: ReleaseRule) -> str:
        """The clock that decides: the day it began and the day it runs out; NULL if none does."""
        order = "DESC NULLS FIRST" if rule.needs_all else "NULLS LAST"
        return BASE.format(clocks=", ".join(self.clocks(rule)), order=order)

    def clocks(self, rule: ReleaseRule) -> list[str]:
        return [
            f"({self.bind(place, 'int')}, ({self.start(rule, one)})::date, {self.days(rule, one)})"
            for place, one in enumerate(rule.clocks)
        ]

    def start(self, rule: ReleaseRule, one: Clock) -> str:
        known = clock(one.kind)
        if known is None or (self.remedy and one.kind in self.remedy.stops):
            return "NULL"
        if self.remedy and one.kind in self.remedy.renews:
            return self.bind(timezone.localdate(), "date")
        return known.start(self.bind, rule.resets)

    def days(self, rule: ReleaseRule, one: Clock) -> str:
        days = self.branches.choice(self.bind, one.by_category, self.bind(one.days, "int"))
        least = self.branches.choice(self.bind, rule.least_by_category, "0")
        if least == "0":
            return days
        return f"CASE WHEN ({days}) IS NOT NULL THEN GREATEST({days}, {least}) END"

    def grace(self) -> str:
        """SQL for the day until whose end the owner, who got it on `got.day`, has grace."""
        new = self.release.grace_new_owner
        imported, handed = (
            max(new, self.release.grace_import),
            max(new, self.release.grace_handover),
        )
        if not imported and not handed:
            return "got.day"
        days = (
            f"CASE c.origin WHEN 'imported' THEN {self.bind(imported, 'int')}"
            f" WHEN 'handed_over' THEN {self.bind(handed, 'int')} ELSE {self.bind(new, 'int')} END"
        )
        return f"crm_workday_after(got.day, {days}, c.owner_id)"

    def spared(self, rule: ReleaseRule) -> list[str]:
        """Conditions without which the rule does not bind."""
        tests = [f"c.origin = ANY({self.bind(list(rule.origins), 'text[]')})"]
        if rule.spares_won:
            tests.append("FALSE" if self.remedy and self.remedy.wins else "c.won_at IS NULL")
        if rule.spares_open_opportunity:
            opens = self.remedy and self.remedy.opens
            tests.append("FALSE" if opens else "NOT c.has_open_opportunity")
        return tests


def midnight_after(bind: Binding, day: str) -> str:
    """SQL for the instant at which an SQL date is over."""
    return f"(({day} + 1)::timestamp AT TIME ZONE {bind(settings.TIME_ZONE, 'text')})"
