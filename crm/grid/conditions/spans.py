"""Spans of days that move with the calendar: "this quarter", "next week"."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy

SPANS = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "this_month": gettext_lazy("this month"),
    "this_quarter": gettext_lazy("this quarter"),
    "this_year": gettext_lazy("this year"),
    "last_week": gettext_lazy("last week"),
    "last_month": gettext_lazy("last month"),
    "last_quarter": gettext_lazy("last quarter"),
    "last_year": gettext_lazy("last year"),
    "next_week": gettext_lazy("next week"),
    "next_month": gettext_lazy("next month"),
    "next_quarter": gettext_lazy("next quarter"),
    "next_year": gettext_lazy("next year"),
}
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
STEPS = {"last": -1, "this": 0, "next": 1}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days_of(span: str, today: date) -> tuple[date, date]:
    """The first and last day of one of SPANS, seen from `today`. Weeks begin on Monday."""
    if span in DAYS:
        day = today + timedelta(days=DAYS[span])
        return day, day
    which, unit = span.split("_")
    if unit == "week":
        return week(today, STEPS[which])
    return months(today, MONTHS[unit], STEPS[which])


def week(today: date, step: int) -> tuple[date, date]:
    monday = today + timedelta(days=7 * step - today.weekday())
    return monday, monday + timedelta(days=6)


def months(today: date, length: int, step: int) -> tuple[date, date]:
    """The span of so many months, beginning with the year, `step` spans from today's."""
    number = (today.year * 12 + today.month - 1) // length * length + step * length
    return first_of(number), first_of(number + length) - timedelta(days=1)


def first_of(number: int) -> date:
    """The first day of a month, counted from the year 0."""
    return date(number // 12, number % 12 + 1, 1)
