"""Money: a Decimal amount beside the ISO 4217 code of its currency. Never a bare number."""

from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    CNY = "CNY", _("CNY · yuan")
    USD = "USD", _("USD · US dollar")
    EUR = "EUR", _("EUR · euro")
    HKD = "HKD", _("HKD · Hong Kong dollar")
    JPY = "JPY", _("JPY · yen")
    GBP = "GBP", _("GBP · pound")


CURRENCY = _("currency")


class CurrencyField(models.CharField):
    """The currency of the amounts beside it."""

    def __init__(self, verbose_name=CURRENCY, **kwargs):
        kwargs |= {"max_length": 3, "choices": Currency.choices, "default": Currency.CNY}
        super().__init__(verbose_name, **kwargs)


def written(amount: Decimal | None, currency: str) -> str:
    """`1,240,000 CNY`; the fen only where there are any."""
    if amount is None or amount == "":
        return ""
    # In thousands in every language: Django's Chinese formats group nothing at all.
    number = intcomma(f"{amount:.2f}".removesuffix(".00"), use_l10n=False)
    return f"{number} {currency}"
