"""Several things said in one breath, and numbers as they stand in sentences."""

from collections.abc import Iterable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import pgettext


def listed(items: Iterable) -> str:
    """The items with the reader's comma between them: "Mon, Tue", but 周一、周二.

    For people to read; what is read back, like the phones of an export, has a comma of its own.
    """
    # Django has a bare ", " of its own, for another kind of comma.
    return pgettext("between the parts of a list", ", ").join(map(str, items))


def number_text(number: int) -> str:
    """1,200"""
    return intcomma(number, use_l10n=False)
