"""A form is offered only for customers inside which its user may write."""

import pytest

from sales.choosing import writable_customers

pytestmark = pytest.mark.django_db


def test_reading_by_one_share_and_editing_by_another_offers_nothing(house):
    house.customer.share(house.stranger, by=house.owner, scope="card", may_edit=True)
    house.customer.share(house.west, by=house.owner, scope="everything")
    assert house.customer not in writable_customers(house.stranger)
    assert not house.customer.access_of(house.stranger).edits_inside


def test_one_share_that_gives_both_offers_it(house):
    house.customer.share(house.stranger, by=house.owner, scope="everything", may_edit=True)
    assert house.customer in writable_customers(house.stranger)


@pytest.mark.parametrize("name", ["owner", "manager", "director", "admin"])
def test_who_holds_it_and_those_above_are_offered_it(house, name):
    assert house.customer in writable_customers(getattr(house, name))
