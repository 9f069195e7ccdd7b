"""Several things said in one breath."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable) -> str:
    """The items with the reader's comma between them: "Mon, Tue", but 周一、周二.

    For people to read; what is read back, like the phones of an export, has a comma of its own.
    """
    # Django has a bare ", " of its own, for another kind of comma.
    return pgettext("between the parts of a list", ", ").join(map(str, items))
