"""A link says all that is seen, and is short where that would be long."""

import pytest
from django.urls import reverse

from crm.grid.saved.models import ShortLink
from tests.house import browser_of

LONG = "name=" + "x" * 200


def link(user, query, key="customers"):
    return browser_of(user).post(reverse("grids:make_link", args=[key]), {"query": query})


def test_a_short_state_is_its_own_link(house):
    address = link(house.owner, "q=heng&cols=name").content.decode()
    assert address == "http://testserver/customers/?q=heng&sort=-changed&cols=name"
    assert not ShortLink.objects.exists()


def test_columns_are_said_even_where_they_are_the_usual_ones(house):
    assert "&cols=name," in link(house.owner, "q=heng").content.decode() or ShortLink.objects.get()


def test_a_long_state_has_a_short_link_that_leads_to_all_of_it(house):
    address = link(house.owner, LONG + "&cols=name&sort=owner").content.decode()
    assert len(address) < 50
    response = browser_of(house.mate).get(address)
    assert response.url == f"/customers/?{LONG}&sort=owner&cols=name"


def test_the_same_state_has_the_same_link_whoever_asks(house):
    answers = {link(user, LONG).content for user in (house.owner, house.mate)}
    assert len(answers) == 1 and ShortLink.objects.count() == 1
    assert link(house.owner, LONG, "contacts").content not in answers


def test_who_follows_it_sees_their_own_rows(house):
    address = link(house.owner, LONG.replace("name", "nonsense") + "&cols=name").content.decode()
    seen = {
        user: "Hengyu Machines" in browser_of(user).get(address, follow=True).content.decode()
        for user in (house.owner, house.stranger)
    }
    assert seen == {house.owner: True, house.stranger: False}


def test_nobody_follows_it_unless_they_sign_in(house, client):
    address = link(house.owner, LONG).content.decode()
    assert client.get(address).url.startswith("/account/login/")


@pytest.mark.parametrize("code", ["x", "0" * 10, "a" * 60])
def test_an_unknown_link_is_404(house, code):
    assert browser_of(house.owner).get(f"/g/{code}/").status_code == 404


def test_a_link_is_made_by_asking_for_it_not_by_looking(house):
    assert (
        browser_of(house.owner).get(reverse("grids:make_link", args=["customers"])).status_code
        == 405
    )
    assert link(house.owner, "q=a", "nothing").status_code == 404


def test_conditions_beyond_measure_are_refused(house):
    response = link(house.owner, "name=" + "x" * 5000)
    assert response.status_code == 302 and not ShortLink.objects.exists()
