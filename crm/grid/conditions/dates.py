"""What days and instants can be asked. Every question is about a span of whole days, in the
reader's time zone: from the first one's midnight up to the midnight after the last.

"The last 30 days" are today, the whole of it, and the 30 days before; "more than 30 days ago" is
everything earlier, so that a row is in one of the two or has yet to come.
"""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.days import start_of
from crm.grid.conditions.operators import Operator, compare, emptiness, unknown
from crm.grid.conditions.spans import SPANS, days_of

DAY = forms.DateField()
EARLIEST = date(1000, 1, 1)
MOST_DAYS = 36_500


class OfDays(Operator):
    """A question that `days` answers with the first and the last day, None where it is open."""

    input_type = "date"
    sentence: object = "%(day)s"

    def __init__(self, operand, instants: bool):
        self.instants = instants
        super().__init__(operand)

    def clean_one(self, value):
        return DAY.clean(value)

    def days(self, values) -> tuple[date | None, date | None]:
        raise NotImplementedError

    def condition(self, values, operand=None):
        first, last = self.days(values)
        operand, found = operand or self.operand, Q()
        if first is not None and first > EARLIEST:
            found &= compare(operand, "gte", start_of(first) if self.instants else first)
        # No day follows the last one of the calendar, and nothing is later.
        if last is not None and last < date.max:
            found &= self._up_to(operand, last)
        return found or compare(operand, "isnull", False)

    def _up_to(self, operand, last) -> Q:
        if last <= EARLIEST:
            return Q(pk__in=[])
        if self.instants:
            return compare(operand, "lt", start_of(last + timedelta(days=1)))
        return compare(operand, "lte", last)

    def describe(self, values):
        return str(self.sentence) % {"day": said(values[0])}


class On(OfDays):
    key, label = "on", gettext_lazy("is on")
    sentence = gettext_lazy("is on %(day)s")

    def days(self, values):
        return values[0], values[0]


class From(OfDays):
    key, label, usual = "from", gettext_lazy("is from … on"), True
    bound = "low"
    sentence = gettext_lazy("is from %(day)s on")

    def days(self, values):
        return values[0], None


class To(OfDays):
    key, label, usual = "to", gettext_lazy("is up to"), True
    bound = "high"
    sentence = gettext_lazy("is up to %(day)s")

    def days(self, values):
        return None, values[0]


class BetweenDays(OfDays):
    key, label, arity = "between", gettext_lazy("is between"), 2

    def clean(self, values):
        first, last = super().clean(values)
        if first > last:
            raise ValidationError(_("The first of the two must be the earlier."))
        return [first, last]

    def days(self, values):
        return values[0], values[1]

    def describe(self, values):
        first, last = map(said, values)
        return _("is between %(first)s and %(last)s") % {"first": first, "last": last}


class Within(OfDays):
    """A span that moves along, such as "this quarter"; several mean any of them."""

    key, label, usual = "span", gettext_lazy("is in"), True
    input_type = "one"
    choices = list(SPANS.items())

    def clean_one(self, value):
        if value not in SPANS:
            raise unknown(value)
        return value

    def days(self, values):
        return days_of(values[0], timezone.localdate())

    def describe(self, values):
        return _("is in: %(span)s") % {"span": SPANS[values[0]]}


class CountedDays(OfDays):
    """So many days from today."""

    input_type = "number"
    sentences: object = None

    def clean_one(self, value):
        if not (value.isascii() and value.isdigit() and len(value) < 6 and int(value) <= MOST_DAYS):
            raise ValidationError(_("Give a whole number of days."))
        return int(value)

    def describe(self, values):
        return self.sentences % {"days": values[0]}


class Past(CountedDays):
    key, label, usual = "past", gettext_lazy("is in the last … days"), True
    sentences = ngettext_lazy("is in the last %(days)d day", "is in the last %(days)d days", "days")

    def days(self, values):
        today = timezone.localdate()
        return today - timedelta(days=values[0]), today


class Next(CountedDays):
    key, label = "next", gettext_lazy("is in the next … days")
    sentences = ngettext_lazy("is in the next %(days)d day", "is in the next %(days)d days", "days")

    def days(self, values):
        today = timezone.localdate()
        return today, today + timedelta(days=values[0])


class Ago(CountedDays):
    key, label = "ago", gettext_lazy("is more than … days ago")
    sentences = ngettext_lazy(
        "is more than %(days)d day ago", "is more than %(days)d days ago", "days"
    )

    def days(self, values):
        return None, timezone.localdate() - timedelta(days=values[0] + 1)


def said(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def date_operators(operand, *, instants: bool) -> list[Operator]:
    kinds = (Within, Past, Next, Ago, On, From, To, BetweenDays)
    return [*(kind(operand, instants) for kind in kinds), *emptiness(operand)]
