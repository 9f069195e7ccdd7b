"""Days and instants as short as they can be said: the year only when it is not this one."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def short_day(day: date | datetime | None) -> str:
    """Month and day in the reader's time zone, "11-24"."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    is_of_this_year = day.year == timezone.localdate().year
    return written(day, _("m-d") if is_of_this_year else _("Y-m-d"), get_language() or "")


@lru_cache(maxsize=5_000)
def written(day: date, form: str, language: str) -> str:
    """Lists show the same days over and over."""
    return date_format(day, form)


def short_moment(at: datetime | None) -> str:
    """Day and time, "11-24 05:28"."""
    if at is None:
        return ""
    return f"{short_day(at)} {timezone.localtime(at):%H:%M}"


def start_of(day: date) -> datetime:
    """Midnight in the reader's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))
