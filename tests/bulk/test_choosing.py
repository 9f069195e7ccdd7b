"""Which customers a verb is for is settled when it is said."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from crm.grid import choosing
from customers.grids import CustomerGrid
from customers.models import BulkRun
from tests.bulk.conftest import last_run, make_many, say, say_to_all, sentence, states
from tests.factories import make_customer
from tests.house import browser_of
from tests.ownership.looking import reload


def message_of(response) -> str:
    return str(list(get_messages(response.wsgi_request))[-1])


def test_everything_that_matches_is_taken_in_the_order_on_the_screen(house):
    make_many(3, pool=house.east)
    say_to_all(house.mate, "claim", "pool", "q=works&sort=-name")
    names = last_run().rows.order_by("position").values_list("name", flat=True)
    assert list(names) == ["Works 02", "Works 01", "Works 00"]
    assert reload(house.pooled).owner is None


def test_only_what_the_actor_sees_matches(house):
    make_customer("Far away", pool=house.west)
    say_to_all(house.mate, "claim", "pool")
    assert [row.customer for row in last_run().rows.all()] == [house.pooled]


def test_what_comes_into_the_list_later_is_left_alone(house, monkeypatch):
    monkeypatch.setattr("customers.bulk.running.AT_ONCE", 0)
    say_to_all(house.mate, "claim", "pool")
    later = make_customer("Later", pool=house.east)
    assert states(last_run()) == ["waiting"]
    assert not last_run().rows.filter(customer=later).exists()


def test_a_condition_that_is_not_understood_does_not_become_everything(house):
    response = say_to_all(house.mate, "claim", "pool", "industri=3")
    assert "Unknown filter" in message_of(response)
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("grid", ["", "people", "x" * 500, "\0"])
def test_an_unknown_list_is_refused(house, grid):
    assert "Nothing is selected" in message_of(say_to_all(house.mate, "claim", grid))


def test_more_than_can_be_done_at_once_are_refused(house, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_MATCHING", 2)
    make_many(3, pool=house.east)
    assert "More than 2 rows match" in message_of(say_to_all(house.mate, "claim", "pool"))


def test_what_comes_while_the_dialog_is_open_is_left_alone(house):
    asked = {"all": "1", "grid": "pool", "query": ""}
    dialog = browser_of(house.mate).get(reverse("customers:bulk", args=["claim"]), asked)
    later = make_customer("Later", pool=house.east)
    form = dict(dialog.context["selection"].kept)
    browser_of(house.mate).post(reverse("customers:bulk", args=["claim"]), form)
    assert reload(house.pooled).owner == house.mate and reload(later).owner is None


def test_ids_of_others_and_of_nobody_are_counted_and_not_named(house):
    far = make_customer("Far away", owner=house.stranger)
    say(house.owner, "protect", [far, 999_999, house.customer], until="2099-01-01", reason="x")
    run = last_run()
    assert (run.total, run.unseen) == (1, 2)
    assert "Far away" not in browser_of(house.owner).get(run.get_absolute_url()).content.decode()


def test_an_id_that_comes_twice_is_done_once(house):
    say(house.mate, "claim", [house.pooled, house.pooled])
    assert sentence(last_run()) == "1 claimed"


def test_the_dialog_carries_the_list_along(house):
    asked = {"all": "1", "grid": "pool", "query": "q=tools&sort=name"}
    html = browser_of(house.mate).get(reverse("customers:bulk", args=["claim"]), asked)
    assert 'name="query" value="q=tools&amp;sort=name"' in html.content.decode()
    assert 'name="chosen" value="' in html.content.decode()


def test_the_list_offers_to_choose_all_that_match(house):
    make_many(51, pool=house.east)
    html = browser_of(house.mate).get("/pool/?q=works").content.decode()
    assert 'data-pick-everything="51"' in html
    assert 'name="query" value="q=works"' in html


def test_a_list_that_inherits_another_is_not_taken_for_it():
    class Narrower(CustomerGrid):
        def base(self):
            return super().base().filter(name="x")

    assert (CustomerGrid.key, Narrower.key) == ("customers", "")
