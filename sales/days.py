"""Days that a business can mean: anything else is a slip of the keyboard."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.days import start_of

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


def plausible(value: date | datetime):
    """A validator for calendar days and for aware instants."""
    if not EARLIEST.year <= value.year <= LATEST.year:
        raise ValidationError(
            _("Choose a day between %(first)d and %(last)d.")
            % {"first": EARLIEST.year, "last": LATEST.year},
            code="implausible",
        )


def start_of_today() -> datetime:
    return start_of(timezone.localdate())
