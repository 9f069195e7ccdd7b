"""Days and instants as short as they can be said: the year only when it is not this one."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def short_day(day: date | datetime | None) -> str:
    """Month and day in the reader's time zone, "11-24"."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if day.year == timezone.localdate().year:
        return date_format(day, _("m-d"))
    return date_format(day, _("Y-m-d"))


def short_moment(at: datetime | None) -> str:
    """Day and time, "11-24 05:28"."""
    if at is None:
        return ""
    return f"{short_day(at)} {timezone.localtime(at):%H:%M}"


def start_of(day: date) -> datetime:
    """Midnight in the reader's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))
