"""Several things said in one breath."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(items: Iterable) -> str:
    """The items with the reader's comma between them: "Mon, Tue", but 周一、周二.

    For people to read; what is read back, like the phones of an export, has a comma of its own.
    """
    return _(", ").join(map(str, items))
