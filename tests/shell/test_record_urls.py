"""The short way to a record's address leads where Django's own leads."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from crm.record_urls import record_url


@pytest.mark.parametrize("name", ["customers:detail", "customers:claim", "sales:opportunity"])
@pytest.mark.parametrize("pk", [1, 10**6 + 1])
def test_it_is_what_reverse_says(name, pk):
    assert record_url(name, pk) == reverse(name, args=[pk])


def test_a_site_below_a_folder_keeps_its_folder():
    set_script_prefix("/crm/")
    try:
        assert record_url("customers:detail", 7) == reverse("customers:detail", args=[7])
        assert record_url("customers:detail", 7).startswith("/crm/")
    finally:
        set_script_prefix("/")


def test_a_name_that_is_unknown_is_refused_as_ever():
    with pytest.raises(NoReverseMatch):
        record_url("customers:nothing", 1)
