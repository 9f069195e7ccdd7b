import pytest
from django.core.cache import cache
from django.utils import timezone

from customers.models import RuleVersion
from tests.house import house, in_english  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def forgetful(db):
    """Questions are counted by the minute, over tests too."""
    cache.clear()


@pytest.fixture
def disclose(db):
    """Sets the company's rule on what is told of customers that may not be read."""

    def set_to(level):
        sections = {"duplicates": {"disclosure": level}}
        RuleVersion.objects.create(sections=sections, effective_from=timezone.localdate())

    return set_to
