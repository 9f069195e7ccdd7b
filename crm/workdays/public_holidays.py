"""China's public holidays and make-up days, from the `holidays` library, into our calendar.

The State Council announces a year's days off, and the weekends worked for them, in the November
before; until the library carries the notice, only the days that the law names are known.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.workdays.calendar import special_days, tell
from crm.workdays.models import SpecialDay


@dataclass
class Difference:
    """What loading a year would do. `by_hand` lists days an admin entered otherwise, as
    (present, announced)."""

    year: int
    new: list[SpecialDay] = field(default_factory=list)
    changed: list[SpecialDay] = field(default_factory=list)
    dropped: list[SpecialDay] = field(default_factory=list)
    by_hand: list[tuple[SpecialDay, SpecialDay]] = field(default_factory=list)
    same: int = 0
    is_announced: bool = True

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.dropped or self.by_hand)


def difference(year: int) -> Difference:
    """Compares the library's year with the calendar; changes nothing."""
    announced, present = announced_days(year), {day.day: day for day in special_days(year)}
    found = Difference(year, is_announced=any(day.is_working for day in announced))
    for day in announced:
        _compare(found, present.pop(day.day, None), day)
    found.dropped = [day for day in present.values() if day.is_loaded]
    return found


def _compare(found: Difference, present: SpecialDay | None, announced: SpecialDay):
    if present is None:
        found.new.append(announced)
    elif present.is_working == announced.is_working:
        found.same += 1
    elif present.is_loaded:
        found.changed.append(announced)
    else:
        found.by_hand.append((present, announced))


@transaction.atomic
def load(year: int, *, overwrite: bool = False) -> Difference:
    """Brings the year up to date; what was entered by hand only with `overwrite`."""
    found = difference(year)
    days = found.new + found.changed
    days += [announced for _present, announced in found.by_hand] if overwrite else []
    SpecialDay.objects.filter(pk__in=[day.pk for day in found.dropped]).delete()
    SpecialDay.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_working", "name", "is_loaded"],
    )
    tell()
    return found


def announced_days(year: int) -> list[SpecialDay]:
    """The library's year, not saved: days of rest by name, and weekends that work."""
    calendar = holidays.China(years=year, language=_language())
    rest = {day: name for day, name in calendar.items() if day.year == year}
    worked = {day for day in calendar.weekend_workdays if day.year == year}
    names = {day: _festival(calendar, rest, day) for day in rest} | dict.fromkeys(
        worked, _("make-up day")
    )
    return [
        SpecialDay(day=day, is_working=day in worked, name=name[:80], is_loaded=True)
        for day, name in sorted(names.items())
    ]


def _language() -> str:
    return "zh_CN" if (get_language() or "").startswith("zh") else "en_US"


def _festival(calendar, rest: dict[date, str], day: date) -> str:
    """The festival a day off belongs to. A day swapped for a weekend bears that of the days off
    before it, else after it."""
    swapped = calendar.tr(calendar.substituted_label).partition("%s")[0]
    for step in (-1, 1):
        at = day
        while at in rest or (step and at.isoweekday() > 5):
            if at in rest and not rest[at].startswith(swapped):
                return rest[at].removesuffix(calendar.tr(calendar.observed_label)[2:])
            at += timedelta(days=step)
    return rest[day]
