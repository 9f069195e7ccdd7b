"""Assigning many to several: the plan, its changes, and what becomes of it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from customers.models import Batch, BulkRun
from tests.bulk.conftest import last_run, make_many, queries_of, say, sentence, set_rules, states
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.house import browser_of
from tests.ownership.looking import reload


@pytest.fixture
def third(house):
    return make_user("Third", house.east)


@pytest.fixture
def planned(house, third):
    def planned(customers, way="load"):
        response = say(house.manager, "spread", customers, team=house.east.pk, way=way)
        assert response.status_code == 302, response.content.decode()
        return last_run()

    return planned


def do(user, name, run, **data):
    return browser_of(user).post(reverse(f"customers:bulk_{name}", args=[run.pk]), data)


def receivers(run) -> list[str]:
    return [row.to.name for row in run.rows.order_by("position").select_related("to")]


def test_a_plan_assigns_nothing_before_it_is_confirmed(house, planned):
    many = make_many(4, pool=house.east)
    run = planned(many)
    assert (run.state, states(run)) == ("planned", ["waiting"] * 4)
    assert all(reload(customer).owner is None for customer in many)
    do(house.manager, "confirm", run)
    assert sentence(last_run()) == "4 assigned"
    assert [reload(c).owner.name for c in many] == receivers(run)


def test_by_load_those_who_hold_least_come_first(house, planned):
    run = planned(make_many(4, pool=house.east))
    assert sorted(receivers(run)) == ["Mate", "Mate", "Owner", "Third"]


def test_in_turn_goes_round(house, planned):
    run = planned(make_many(4, pool=house.east), way="turn")
    assert receivers(run) == ["Mate", "Owner", "Third", "Mate"]


def test_by_region_customers_go_where_their_province_is_at_home(house, third, planned):
    axis = make_axis("region")
    south, north = make_category(axis, "South"), make_category(axis, "North")
    city = make_category(axis, "City", parent=south)
    make_customer(owner=third, categories=[south])
    make_customer(owner=house.mate, categories=[north])
    many = [*make_many(3, pool=house.east, categories=[city])]
    assert receivers(planned([*many, house.pooled], way="region"))[:3] == ["Third"] * 3


def test_a_manager_is_offered_but_left_out_at_first(house, planned):
    html = browser_of(house.manager).get(planned([house.pooled]).get_absolute_url())
    assert f'value="{house.manager.pk}"> Manager' in html.content.decode()


def test_leaving_somebody_out_spreads_their_part_over_the_others(house, third, planned):
    run = planned(make_many(6, pool=house.east))
    do(house.manager, "plan", run, people=[house.mate.pk, third.pk], way="turn")
    assert receivers(run) == ["Mate", "Third"] * 3


def test_leaving_everybody_out_is_refused(house, planned):
    response = do(house.manager, "plan", planned([house.pooled]), way="turn")
    assert "Nobody is left" in str(list(get_messages(response.wsgi_request))[-1])


def test_a_receiver_chosen_by_hand_stays_when_the_rest_is_spread_again(house, third, planned):
    run = planned(make_many(4, pool=house.east), way="turn")
    first = run.rows.get(position=1)
    people = [house.mate.pk, house.owner.pk, third.pk]
    do(house.manager, "plan", run, people=people, way="turn", **{f"to-{first.pk}": third.pk})
    do(house.manager, "plan", run, people=people, way="load")
    assert receivers(run)[0] == "Third"
    do(house.manager, "plan", run, people=people[:2], way="load")
    assert "Third" not in receivers(run)


def test_strangers_cannot_be_slipped_into_a_plan(house, planned):
    run = planned([house.pooled])
    row = run.rows.get()
    data = {"people": [house.mate.pk, house.stranger.pk], f"to-{row.pk}": house.stranger.pk}
    do(house.manager, "plan", run, way="load", **data)
    assert receivers(run) == ["Mate"]


def test_who_already_holds_a_customer_keeps_it_without_an_entry(house, planned):
    entries = house.customer.ledger.count()
    run = planned([house.customer])
    run.rows.update(to=house.owner)
    do(house.manager, "confirm", run)
    assert sentence(last_run()) == "0 assigned, 1 stays"
    assert house.customer.ledger.count() == entries


def test_past_a_limit_it_warns_and_takes_a_reason(house, third, planned):
    set_rules(capacity={"most": 1})
    many = make_many(4, pool=house.east)
    run = planned(many)
    html = browser_of(house.manager).get(run.get_absolute_url()).content.decode()
    assert "Somebody would hold more than their limit" in html
    do(house.manager, "confirm", run)
    assert last_run().state == "planned"
    do(house.manager, "confirm", run, reason="A campaign")
    assert sentence(last_run()) == "4 assigned"
    assert many[0].ledger.get(verb="assigned").reason == "A campaign"


def test_when_all_who_took_part_have_left_a_plan_cannot_be_changed(house, planned):
    run = planned([house.pooled])
    house.east.manager = house.mate
    house.east.save(update_fields=["manager"])
    response = do(house.manager, "plan", run, people=[house.owner.pk], way="turn")
    assert "Nobody is left" in str(list(get_messages(response.wsgi_request))[-1])


def test_a_discarded_plan_leaves_nothing(house, planned):
    do(house.manager, "discard", planned([house.pooled]))
    assert not BulkRun.objects.exists()
    assert not Batch.objects.exists()
    assert reload(house.pooled).owner is None


def test_a_plan_is_confirmed_once(house, planned):
    run = planned([house.pooled])
    do(house.manager, "confirm", run)
    response = do(house.manager, "confirm", run)
    assert "This has moved on" in str(list(get_messages(response.wsgi_request))[-1])
    assert house.pooled.ledger.filter(verb="assigned").count() == 1


def test_a_manager_spreads_only_over_teams_they_lead(house):
    response = say(house.manager, "spread", [house.pooled], team=house.west.pk, way="load")
    assert response.status_code == 422
    assert (
        browser_of(house.owner).get(reverse("customers:bulk", args=["spread"])).status_code == 403
    )


@pytest.mark.parametrize("name", ["plan", "confirm", "discard"])
def test_a_plan_is_closed_to_others(house, planned, name):
    assert do(house.director, name, planned([house.pooled])).status_code == 404


def test_the_page_costs_the_same_for_one_row_and_for_three(house, planned):
    client = browser_of(house.manager)
    few, many = planned(make_many(1, pool=house.east)), planned(make_many(3, pool=house.east))
    client.get(few.get_absolute_url())
    assert queries_of(client, few.get_absolute_url()) == queries_of(client, many.get_absolute_url())
