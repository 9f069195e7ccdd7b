"""The two SQL functions for use in a query."""

from django.db.models import DateField, Func, IntegerField


class WorkdayAfter(Func):
    """WorkdayAfter(start, days[, person])."""

    function = "crm_workday_after"
    output_field = DateField()


class WorkdaysBetween(Func):
    """WorkdaysBetween(start, finish[, person]): those after `start`, up to `finish`."""

    function = "crm_workdays_between"
    output_field = IntegerField()
