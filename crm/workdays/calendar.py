"""The calendar as an admin edits it, and a year of it as it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.words import listed
from crm.workdays.models import SpecialDay, Workday
from crm.workdays.signals import calendar_changed

FIRST_YEAR, LAST_YEAR = 2010, 2060
AS_USUAL = None


@transaction.atomic
def set_day(day: date, is_working: bool | None, name: str = ""):
    """Make `day` a day of work or of rest by hand; AS_USUAL leaves it to the week."""
    put_day(day, None if is_working is AS_USUAL else (is_working, name, False))


def put_day(day: date, state: tuple[bool, str, bool] | None):
    """`state` as `state_of` gives it: is_working, name, is_loaded; None for no special day."""
    if state is None:
        SpecialDay.objects.filter(day=day).delete()
    else:
        fields = dict(zip(("is_working", "name", "is_loaded"), state, strict=True))
        SpecialDay.objects.update_or_create(day=day, defaults=fields)
    tell()


def state_of(day: date) -> tuple[bool, str, bool] | None:
    found = SpecialDay.objects.filter(day=day)
    return found.values_list("is_working", "name", "is_loaded").first()


def tell():
    """Send `calendar_changed` once this is committed, however many days it changed."""
    transaction.on_commit(lambda: calendar_changed.send(sender=SpecialDay))


def works_by_the_week(day: date) -> bool:
    return day.isoweekday() <= 5


@dataclass(frozen=True)
class Day:
    day: date
    is_working: bool
    special: SpecialDay | None = None

    @property
    def kind(self) -> str:
        """How it is drawn: work, weekend, holiday or make-up."""
        if self.is_working:
            return "work" if works_by_the_week(self.day) else "make-up"
        return "holiday" if self.special else "weekend"

    @property
    def name(self) -> str:
        return self.special.name if self.special else ""

    @property
    def label(self) -> str:
        """The whole day in words, for those who hear the page."""
        state = _("working day") if self.is_working else _("day of rest")
        said = date_format(self.day, "DATE_FORMAT"), self.name, state
        return listed(part for part in said if part)


@dataclass(frozen=True)
class Named:
    """Days of a month that share a name and a kind, as it is listed under the month."""

    name: str
    is_working: bool
    days: list[date]

    @property
    def span(self) -> str:
        """Their numbers, "1–3, 6"."""
        runs = [list(run) for _at, run in groupby(self.days, key=_Consecutive())]
        return listed(_from_to(run[0].day, run[-1].day) for run in runs)


class _Consecutive:
    """A key for `groupby` that stays the same as long as each day follows the one before."""

    def __init__(self):
        self.seen = 0

    def __call__(self, day: date) -> int:
        self.seen += 1
        return day.toordinal() - self.seen


def _from_to(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day]

    @property
    def weeks(self) -> list[list[Day | None]]:
        """From Monday to Sunday; None where another month's days would stand."""
        before, after = self.first.weekday(), 6 - self.days[-1].day.weekday()
        cells = [None] * before + self.days + [None] * after
        return [cells[at : at + 7] for at in range(0, len(cells), 7)]

    @property
    def workdays(self) -> int:
        return sum(day.is_working for day in self.days)

    @property
    def named(self) -> list[Named]:
        groups: dict[tuple[str, bool], list[date]] = {}
        for day in self.days:
            if day.special:
                groups.setdefault((day.name, day.is_working), []).append(day.day)
        return [Named(name, is_working, days) for (name, is_working), days in groups.items()]


class Year:
    """A year between FIRST_YEAR and LAST_YEAR, read in two queries."""

    def __init__(self, number: int):
        self.number = number

    @cached_property
    def months(self) -> list[Month]:
        by_month = groupby(self._days(), key=lambda day: day.day.month)
        months = [list(days) for _number, days in by_month]
        return [Month(days[0].day, days) for days in months]

    @property
    def workdays(self) -> int:
        return sum(month.workdays for month in self.months)

    @property
    def has_holidays(self) -> bool:
        return any(month.named for month in self.months)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > FIRST_YEAR else None

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.number < LAST_YEAR else None

    def _days(self) -> Iterator[Day]:
        special = {found.day: found for found in special_days(self.number)}
        works = dict(Workday.objects.filter(day__year=self.number).values_list("day", "is_working"))
        for day in days_of(self.number):
            yield Day(day, works.get(day, works_by_the_week(day)), special.get(day))


def special_days(year: int):
    return SpecialDay.objects.filter(day__year=year)


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
