"""A hand-over in the browser: from the refusal to let somebody go, to the plan, to undo."""

import pytest
from django.urls import reverse

from customers.models import Customer, HandOver
from tests.factories import make_customer
from tests.factories_rules import make_handover
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def url(name, handover):
    return reverse(f"customers:{name}", args=[handover.pk])


def test_deactivating_an_owner_offers_the_hand_over(house):
    admin = browser_of(house.admin)
    page = admin.post(reverse("people:deactivate", args=[house.owner.pk]), follow=True)
    offered = reverse("customers:new_handover", args=[house.owner.pk])
    assert offered in page.content.decode()
    assert "still owns 1 customer" in page.content.decode()


def test_the_button_beside_the_refusal_opens_the_form_without_faults(house):
    page = (
        browser_of(house.admin)
        .post(reverse("customers:new_handover", args=[house.owner.pk]))
        .content.decode()
    )
    assert "Hand over what Owner holds" in page
    assert "required" not in page.split("<form", 2)[-1].split("</form>")[0].replace(" required", "")


def test_the_journey_from_choice_to_plan_to_outcome_to_undo(house):
    manager = browser_of(house.manager)
    start = reverse("customers:new_handover", args=[house.owner.pk])
    plan = manager.post(start, {"team": house.east.pk, "way": "load"}, follow=True)
    assert "Nothing is handed over yet" in plan.content.decode()
    handover = HandOver.objects.get()
    manager.post(url("handover_confirm", handover), {"reason": ""})
    assert Customer.objects.get(pk=house.customer.pk).owner == house.mate
    assert "Undo (until" in manager.get(url("handover", handover)).content.decode()
    manager.post(url("handover_undo", handover))
    assert Customer.objects.get(pk=house.customer.pk).owner == house.owner


def test_a_receiver_chosen_by_hand_stays_when_the_rest_is_spread_anew(house):
    make_customer(owner=house.owner)
    handover = make_handover(house.owner, house.mate, house.manager)
    HandOver.objects.update(
        arguments={"way": "load", "people": [house.mate.pk, house.manager.pk], "left_out": []}
    )
    row = handover.rows.first()
    data = {"way": "turn", "people": [house.mate.pk, house.manager.pk]}
    data[f"to-{row.pk}"] = house.manager.pk
    browser_of(house.manager).post(url("handover_plan", handover), data)
    row.refresh_from_db()
    assert (row.to, row.is_fixed) == (house.manager, True)


def test_a_discarded_plan_leaves_nothing(house):
    handover = make_handover(house.owner, house.mate, house.manager)
    browser_of(house.manager).post(url("handover_discard", handover))
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("name", ["stranger", "mate", "owner"])
def test_it_is_nobody_elses_business(house, name):
    handover = make_handover(house.owner, house.mate, house.manager)
    assert browser_of(getattr(house, name)).get(url("handover", handover)).status_code == 404
    assert (
        browser_of(getattr(house, name))
        .get(reverse("customers:new_handover", args=[house.owner.pk]))
        .status_code
        == 403
    )


def test_moving_somebody_to_another_team_tells_what_they_take_along(house):
    person = house.owner
    data = {
        "display_name": person.display_name,
        "username": person.username,
        "email": person.email,
        "team": house.west.pk,
    }
    page = browser_of(house.admin).post(
        reverse("people:person", args=[person.pk]), data, follow=True
    )
    assert "took 1 customer along" in page.content.decode()


def test_the_plan_costs_the_same_queries_for_one_customer_and_for_many(
    house, django_assert_num_queries
):
    handover = make_handover(house.owner, house.mate, house.manager)
    browser = browser_of(house.manager)
    browser.get(url("handover", handover))
    count = queries_of(browser, url("handover", handover))
    for _ in range(5):
        make_customer(owner=house.owner)
    many = make_handover(house.owner, house.mate, house.manager)
    with django_assert_num_queries(count):
        browser.get(url("handover", many))


def queries_of(browser, path) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        browser.get(path)
    return len(captured)


def test_nobody_decides_a_plan_with_the_rights_of_another(house):
    """It would move customers as its maker, who may lead people whom the other does not."""
    handover = make_handover(house.owner, house.stranger, house.admin)
    manager = browser_of(house.manager)
    assert "Admin made this plan" in manager.get(url("handover", handover)).content.decode()
    for name in ("handover_confirm", "handover_plan"):
        assert manager.post(url(name, handover)).status_code == 403
    assert Customer.objects.get(pk=house.customer.pk).owner == house.owner


def test_who_no_longer_leads_the_leaver_does_not_carry_the_plan_out(house):
    handover = make_handover(house.owner, house.mate, house.manager)
    house.east.manager = None
    house.east.save(update_fields=["manager"])
    assert browser_of(house.manager).post(url("handover_confirm", handover)).status_code == 403


def test_what_did_not_go_stands_first_in_the_outcome(house):
    for number in range(60):
        make_customer(f"Customer {number:02}", owner=house.owner)
    handover = make_handover(house.owner, house.mate, house.manager)
    handover.rows.update(state="done")
    handover.rows.filter(position=59).update(state="refused")
    HandOver.objects.update(state="done")
    page = browser_of(house.manager).get(url("handover", handover)).content.decode()
    assert page.count('<td data-label="Outcome">') == 50
    assert page.index(handover.rows.get(position=59).name) < page.index("Customer 00")
