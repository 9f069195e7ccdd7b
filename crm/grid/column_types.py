"""The types of columns, by what they hold."""

import re

from django.contrib.humanize.templatetags.humanize import intcomma
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, IntegerField
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import gettext_lazy

from crm.days import short_day
from crm.grid import typed
from crm.grid.columns import EMPTY, Column, field_at
from crm.grid.conditions.choices import YesOrNo, choice_operators
from crm.grid.conditions.dates import date_operators
from crm.grid.conditions.numbers import number_operators
from crm.grid.conditions.records import person_operators
from crm.grid.conditions.texts import phone_operators, text_operators
from crm.grid.heads.facets import ChoiceFacet, Facet, FlagFacet, PersonFacet, TextFacet
from crm.people.named import person_finder

BY_NAME = gettext_lazy("A to Z"), gettext_lazy("Z to A")
BY_TIME = gettext_lazy("Oldest first"), gettext_lazy("Newest first")
BY_SIZE = gettext_lazy("Smallest first"), gettext_lazy("Largest first")
SEVERAL = re.compile(r"[,;，；、\n]")


class Text(Column):
    order_words = BY_NAME
    facet_class: type[Facet] = TextFacet

    @property
    def text_path(self) -> str:
        return self.path

    @property
    def has_facet(self):
        """Not of names, which are nearly all different, nor of prose."""
        is_short = isinstance(self.field, CharField) and not self.link
        return super().has_facet and is_short

    def operators(self, grid):
        return text_operators(self.path)


class Phones(Column):
    """One phone number, or several in an array."""

    css = "phone"

    def parse(self, text):
        several = isinstance(self.field, ArrayField)
        return [part.strip() for part in SEVERAL.split(text) if part.strip()] if several else text

    def display(self, value, record):
        numbers = [value] if isinstance(value, str) else value
        return format_html_join(", ", "{}", ((number,) for number in numbers))

    def export(self, record):
        value = self.value(record)
        return value if isinstance(value, str) else ", ".join(value or [])

    def operators(self, grid):
        return phone_operators(self.path, isinstance(self.field, ArrayField))


class Person(Column):
    """A user, sorted by the pinyin of their name."""

    facet_class = PersonFacet
    order_words = BY_NAME

    def bind(self, name, model):
        super().bind(name, model)
        self.sort = self.sort or f"{self.path}__sort_name"
        return self

    def export(self, record):
        value = self.value(record)
        return "" if value is None else str(value)

    def reader(self):
        return person_finder()

    def operators(self, grid):
        return person_operators(self.path, grid)


class Related(Column):
    """Another record, linked to its own page, matched by its name."""

    order_words = BY_NAME
    facet_class: type[Facet] = TextFacet

    def bind(self, name, model):
        super().bind(name, model)
        target = self.field.related_model
        self.match = "sort_name" if field_at(target, "sort_name") else "name"
        self.sort = self.sort or f"{self.path}__{self.match}"
        return self

    def display(self, value, record):
        if not hasattr(value, "get_absolute_url"):
            return conditional_escape(value)
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)

    def export(self, record):
        value = self.value(record)
        return "" if value is None else str(value)

    def reader(self):
        """Its name; which record of that name is meant, the row's own form knows."""
        return str.strip

    @property
    def text_path(self) -> str:
        return f"{self.path}__name"

    def operators(self, grid):
        return text_operators(self.text_path)


class Date(Column):
    """An instant, shown and filtered as a day in the reader's time zone."""

    css = "date"
    order_words = BY_TIME

    def display(self, value, record):
        local = timezone.localtime(value)
        iso = local.isoformat(timespec="minutes")
        return format_html('<time datetime="{}">{}</time>', iso, short_day(local.date()))

    def reader(self):
        return typed.instant

    def operators(self, grid):
        return date_operators(self.path, instants=True)


class Day(Column):
    """A calendar day."""

    css = "date"
    order_words = BY_TIME

    def display(self, value, record):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), short_day(value))

    def reader(self):
        return typed.day

    def operators(self, grid):
        return date_operators(self.path, instants=False)


class Number(Column):
    """A number; `summed=False` where a sum of such numbers means nothing."""

    css = "num"
    order_words = BY_SIZE

    def __init__(self, *args, summed=True, **options):
        self.summed = summed
        super().__init__(*args, **options)

    @property
    def is_totalled(self):
        return self.summed and self.field is not None

    def total(self, sums):
        return [self.amount(amount) for amount in sums.values()]

    def amount(self, value) -> str:
        return intcomma(value, use_l10n=False)

    def display(self, value, record):
        return self.amount(value)

    def parse(self, text):
        return typed.number(text)

    def operators(self, grid):
        return number_operators(self.path, whole=isinstance(self.field, IntegerField))


class Money(Number):
    """A Decimal amount; `currency` names the column of its ISO 4217 code."""

    def __init__(self, *args, currency="currency", **options):
        self.currency = currency
        super().__init__(*args, **options)

    def display(self, value, record):
        return self.in_currency(value, getattr(record, self.currency, ""))

    @staticmethod
    def in_currency(value, currency):
        amount = intcomma(f"{value:.2f}".removesuffix(".00"), use_l10n=False)
        return format_html("{} <small>{}</small>", amount, currency)

    @property
    def currency_path(self):
        head = self.path.rpartition("__")[0]
        return f"{head}__{self.currency}" if head else self.currency

    def total(self, sums):
        return [self.in_currency(sums[currency], currency) for currency in sorted(sums)]


class Choice(Column):
    """One of a field's choices; `tones` colours some of them where the colour has a meaning."""

    facet_class = ChoiceFacet

    def __init__(self, *args, tones=None, **options):
        self.tones = tones or {}
        super().__init__(*args, **options)

    def display(self, value, record):
        label = dict(self.field.flatchoices).get(value, value)
        return format_html('<span class="tag {}">{}</span>', self.tones.get(value, ""), label)

    def export(self, record):
        return str(dict(self.field.flatchoices).get(self.value(record), ""))

    def reader(self):
        return typed.one_of(self.field.flatchoices)

    def operators(self, grid):
        field = self.field
        can_be_empty = field.blank or field.null
        return choice_operators(self.path, field.flatchoices, can_be_empty=can_be_empty)


class Flag(Column):
    facet_class = FlagFacet
    yes, no = gettext_lazy("yes"), gettext_lazy("no")

    def display(self, value, record):
        return conditional_escape(self.yes) if value else EMPTY

    def export(self, record):
        return str(self.yes if self.value(record) else self.no)

    def reader(self):
        return typed.yes_or_no

    def operators(self, grid):
        return [YesOrNo(self.path)]
