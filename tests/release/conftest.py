import pytest
from django.utils import timezone

from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.house import house, in_english  # noqa: F401 - fixtures
from tests.release.making import backdate


@pytest.fixture
def owner(db):
    return make_user("Owner", team=make_pool("North"))


@pytest.fixture
def customer(owner):
    """Held for a hundred days, with nothing ever done."""
    customer = make_customer("Hengyu Machines", owner=owner)
    make_contact(customer, "Wu Tao")
    return backdate(customer, 100)


@pytest.fixture
def today(db):
    return timezone.localdate()
