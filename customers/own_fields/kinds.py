"""The kinds of own fields: how a value is read from what people type, stored, and put into words."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.grid import typed
from customers import standards
from customers.own_fields.currencies import CURRENCIES
from customers.own_fields.values import TEXT_LENGTH


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


class Kind:
    """One kind: `read` raises ValidationError for a text that is none of its values."""

    key: str
    label: Any
    example: Any
    lookup = "own_text"
    icon = "type"

    def __init__(self, field):
        """`field` is a model field that knows the limits of a value."""
        self.field = field

    def read(self, text: str, own=None):
        """The value a text says; `own` is the OwnField it is for."""
        if "\0" in text:  # PostgreSQL stores none
            raise ValidationError(_("This holds a character that cannot be kept."))
        return self.field.clean(self.parsed(text.strip(), own), None)

    def parsed(self, text: str, own):
        return text

    def stored(self, value):
        """The value as JSON."""
        return value

    def loaded(self, stored):
        """What `stored` gave, as a value."""
        return stored

    def typed(self, value) -> str:
        """The value as somebody would type it into a form."""
        return str(value)

    def worded(self, value) -> str:
        """The value as a person reads it."""
        return self.typed(value)


class TextKind(Kind):
    key, label = "text", gettext_lazy("Text")
    example = gettext_lazy("a few words: “line 3”, “K-1200”")


class NumberKind(Kind):
    key, label = "number", pgettext_lazy("kind of field", "Number")
    lookup, icon = "own_number", "hash"
    example = gettext_lazy("12, 1,200.5, -3: at most 4 decimal places")

    def parsed(self, text, own):
        return Decimal(typed.plain_number(text))

    def stored(self, value):
        return self.typed(value)

    def loaded(self, stored):
        return Decimal(stored)

    def typed(self, value):
        return format(value.normalize() + 0, "f")


class MoneyKind(NumberKind):
    key, label, icon = "money", gettext_lazy("Money"), "banknote"
    example = gettext_lazy("an amount in one currency: 120,000.00")

    def parsed(self, text, own):
        """An amount; the mark of its own currency may stand with it, another's may not."""
        text, currency = folded(text), getattr(own, "currency", "")
        for mark in (currency, *CURRENCIES.get(currency, ())):
            bare = text.removeprefix(mark).removesuffix(mark).strip()
            if mark and bare != text:
                return super().parsed(bare, own)
        return super().parsed(text, own)


class DateKind(Kind):
    key, label, lookup, icon = "date", gettext_lazy("Date"), "own_day", "calendar"
    example = gettext_lazy("a day: 2026-03-01, 2026/3/1")

    def parsed(self, text, own):
        return typed.day(text)

    def stored(self, value):
        return value.isoformat()

    def loaded(self, stored):
        return date.fromisoformat(stored)

    def typed(self, value):
        return value.isoformat()


class FlagKind(Kind):
    key, label, lookup, icon = "flag", gettext_lazy("Yes or no"), "own_flag", "square-check"
    example = gettext_lazy("yes, no, or not known")

    def parsed(self, text, own):
        return typed.yes_or_no(text)

    def typed(self, value):
        return "yes" if value else "no"

    def worded(self, value):
        return _("yes") if value else _("no")


class LinkKind(Kind):
    key, label, icon = "link", gettext_lazy("Link"), "link"
    example = gettext_lazy("an address on the web: https://wiki.example/plan")

    def parsed(self, text, own):
        return standards.website(text)


def decimals(digits, places):
    return models.DecimalField(max_digits=digits, decimal_places=places)


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        TextKind(models.CharField(max_length=TEXT_LENGTH)),
        NumberKind(decimals(20, 4)),
        MoneyKind(decimals(18, 2)),
        DateKind(models.DateField()),
        FlagKind(models.BooleanField()),
        LinkKind(
            models.CharField(
                max_length=TEXT_LENGTH, validators=[URLValidator(schemes=("http", "https"))]
            )
        ),
    )
}
