"""What of a value a cell can hold."""

import datetime as dt
from decimal import Decimal
from numbers import Number

from django.utils import timezone

from crm.sheets.escaping import escaped


def plain(value):
    """None is "", an aware time the local one, a lazy text its text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if isinstance(value, Number | dt.date | dt.time):
        return value
    return str(value)


def csv_cell(value):
    """Numbers as they are, times in ISO 8601 and the local zone, the rest as escaped text."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        return Plain(value)
    if isinstance(value, Number):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return escaped(value)


class Plain(Decimal):
    """Written without an exponent, which spreadsheets would round."""

    def __str__(self):
        return format(self, "f")
