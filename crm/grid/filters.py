"""Filters that columns bring along; a grid's FilterSet is made of them."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.days import start_of
from crm.words import listed

NONE = "none"


class SeveralInput(forms.SelectMultiple):
    """Reads `?a=1&a=2` and `?a=1,2` alike, so that links stay short."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [part for value in values for part in (value or "").split(",") if part]


class SeveralField(forms.MultipleChoiceField):
    widget = SeveralInput


class Contains(django_filters.CharFilter):
    input_type = "text"

    def __init__(self, **kwargs):
        super().__init__(lookup_expr="icontains", **kwargs)

    def describe(self, value) -> str:
        return _("contains “%(text)s”") % {"text": value}


class AnyOf(django_filters.Filter):
    """Rows whose value is one of several choices."""

    field_class = SeveralField
    input_type = "choices"

    def filter(self, queryset, values):
        return queryset.filter(**{f"{self.field_name}__in": values}) if values else queryset

    def describe(self, values) -> str:
        labels = {str(key): str(label) for key, label in self.extra["choices"]}
        return listed(labels[value] for value in values)


class YesNo(AnyOf):
    def filter(self, queryset, values):
        return super().filter(queryset, [value == "1" for value in values])


class IdsField(forms.Field):
    """Texts that each name a row by id; `words` are let through besides."""

    widget = SeveralInput

    def __init__(self, *args, words=(NONE,), **kwargs):
        self.words = words
        super().__init__(*args, **kwargs)

    def clean(self, values):
        for value in values or []:
            if value not in self.words and not is_id(value):
                raise ValidationError(_("“%(value)s” is unknown.") % {"value": value})
        return values


class Ids(django_filters.Filter):
    """Rows that belong to one of several records named by id, or to none of them.

    A subclass says which `records` the ids name and where they can be looked up.
    """

    field_class = IdsField
    input_type = "records"
    options_url = ""

    def __init__(self, *, grid, **kwargs):
        self.grid = grid
        super().__init__(**kwargs)

    def filter(self, queryset, values):
        if not values:
            return queryset
        matches = self.among(self.ids_in(values))
        return queryset.filter(matches | self.empty() if NONE in values else matches)

    def ids_in(self, values) -> list[int]:
        return [int(value) for value in values if value != NONE]

    def among(self, ids) -> Q:
        return Q(**{f"{self.field_name}__in": ids})

    def empty(self) -> Q:
        return Q(**{f"{self.field_name}__isnull": True})

    def where_to_find(self) -> str:
        """The URL that answers a combobox with these records."""
        return reverse(self.options_url)

    def tokens(self, values) -> list[tuple]:
        """(value, name) of every record chosen."""
        named = [(str(record.pk), str(record)) for record in self.records(values)]
        return [*named, (NONE, _("none"))] if NONE in values else named

    def describe(self, values) -> str:
        return listed(name for _value, name in self.tokens(values))


class People(Ids):
    """Users by id; `me` is whoever looks, so that a link means each reader's own."""

    options_url = "people:options"

    def __init__(self, **kwargs):
        super().__init__(words=(NONE, "me"), **kwargs)

    def ids_in(self, values):
        me = str(self.grid.user.pk)
        return super().ids_in([me if value == "me" else value for value in values])

    def records(self, values):
        return get_user_model().objects.filter(pk__in=self.ids_in(values))


class OneDay(django_filters.DateFilter):
    input_type = "date"

    def describe(self, value) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")


class FromInstant(OneDay):
    def filter(self, queryset, day):
        return super().filter(queryset, day and start_of(day))


class ToInstant(OneDay):
    def filter(self, queryset, day):
        # No day follows the last one of the calendar, and nothing is later.
        is_open = day is None or day == date.max
        return super().filter(queryset, None if is_open else start_of(day + timedelta(days=1)))


class Amount(django_filters.NumberFilter):
    input_type = "number"

    def __init__(self, **kwargs):
        # PostgreSQL refuses to compare with a number of many more digits.
        super().__init__(max_digits=24, decimal_places=4, **kwargs)

    def describe(self, value) -> str:
        return str(value)


def day_range(name, path, label, *, instants: bool) -> dict:
    """`name_from` and `name_to`, both ends included."""
    first, last = (FromInstant, ToInstant) if instants else (OneDay, OneDay)
    return {
        f"{name}_from": first(
            field_name=path,
            lookup_expr="gte",
            label=gettext_lazy("%(column)s from") % {"column": label},
        ),
        f"{name}_to": last(
            field_name=path,
            lookup_expr="lt" if instants else "lte",
            label=gettext_lazy("%(column)s to") % {"column": label},
        ),
    }


def number_range(name, path, label) -> dict:
    return {
        f"{name}_min": Amount(
            field_name=path,
            lookup_expr="gte",
            label=gettext_lazy("%(column)s at least") % {"column": label},
        ),
        f"{name}_max": Amount(
            field_name=path,
            lookup_expr="lte",
            label=gettext_lazy("%(column)s at most") % {"column": label},
        ),
    }


def is_id(value: str) -> bool:
    """Whether the text names a row id, one that fits PostgreSQL's integer."""
    return value.isascii() and value.isdigit() and len(value) < 11 and int(value) < 2**31
