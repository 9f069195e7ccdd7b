"""The list of what one may decide, in SQL, against the rule about one request, in Python."""

import pytest

from crm.models import User
from customers.models import Request
from customers.requests.deciders import may_decide
from tests.factories import make_customer


@pytest.fixture
def requests(house) -> dict[str, Request]:
    """One of each kind, of customers that those who ask were shown."""
    shown, claimed = (make_customer(name, owner=house.owner) for name in ("Shown", "Claimed"))
    shown.share(house.stranger, by=house.owner, scope="card")
    claimed.share(house.mate, by=house.owner, scope="card")
    return {
        "keep": house.customer.ask("keep", by=house.owner),
        "dispute": claimed.ask("dispute", by=house.mate),
        "access": shown.ask("access", by=house.stranger, scope="everything"),
    }


def test_everybody_is_listed_just_what_they_may_decide(house, requests):
    for user in User.objects.all():
        may = {one for one in requests.values() if may_decide(Request.objects.get(pk=one.pk), user)}
        assert set(Request.objects.decidable_by(user)) == may, user


def test_what_waits_for_one_does_not_wait_for_those_above(house, requests):
    waiting = {
        user.name: {kind for kind, one in requests.items() if one in found}
        for user in User.objects.all()
        if (found := set(Request.objects.waiting_for(user)))
    }
    assert waiting == {"Manager": {"keep", "dispute"}, "Owner": {"access"}}


def test_the_number_in_the_rail_is_the_length_of_the_list(house, requests):
    for user in User.objects.all():
        assert Request.objects.ids_waiting_for(user).count() == len(
            Request.objects.waiting_for(user)
        )
