"""Working days: the calendar, people's leave, and counting by both.

The rule is in the database (`crm_workday_after`, `crm_workdays_between`), where a million rows
are counted in one statement; these two call it.
"""

from datetime import date

from django.db import connection


def after(start: date, days: int, person=None) -> date:
    """The last of `days` working days after `start`, not counting those `person` is away.

    `start` itself when `days` is 0 or less.
    """
    return _asked("crm_workday_after", start, days, person)


def between(start: date, finish: date, person=None) -> int:
    """How many working days lie after `start`, up to and including `finish`."""
    return _asked("crm_workdays_between", start, finish, person)


def _asked(function: str, start: date, until: date | int, person):
    with connection.cursor() as cursor:
        cursor.callproc(function, [start, until, person and person.pk])
        return cursor.fetchone()[0]
