"""Addresses of records for lists, where `reverse` for every link of every row is a tenth of the page.

Django's `reverse` looks through the whole table of URLs each time; here that is done once a name.
"""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

ANY = 10**18
"""Stands for the id while the address is looked up; no record has it."""


def record_url(name: str, pk: int) -> str:
    """`reverse(name, args=[pk])`, for a URL in which the id is a number."""
    before, after = around_the_id(name, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def around_the_id(name: str, prefix: str) -> tuple[str, str]:
    """What stands before and behind the id, below the site's `prefix`."""
    before, _id, after = reverse(name, args=[ANY]).rpartition(str(ANY))
    return before, after
