"""The pages of release: who sees them, what they say, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.models import Brake, Customer, Night
from customers.release import night
from customers.release.grids import LeavingGrid
from tests.factories import make_customer
from tests.factories_release import make_dry_run, make_night
from tests.grids.contract import GridContract
from tests.house import browser_of
from tests.release.making import a_rule, backdate, refreshed, set_rules
from tests.release.test_night import a_night, many

pytestmark = pytest.mark.django_db


class TestLeaving(GridContract):
    grid, url = LeavingGrid, "customers:leaving"

    def make(self, owner):
        if not owner.team.rule_versions.exists():
            set_rules(owner.team)
        return refreshed(make_customer(owner=owner))


def names_in(response):
    return {str(row) for row in response.context["grid"].page.rows}


@pytest.fixture
def leaving(house):
    """One customer of the owner's that is due, and one of a mate's."""
    set_rules(house.east)
    refreshed(house.customer)
    refreshed(make_customer("Mate's", owner=house.mate))
    return house


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("owner", {"Hengyu Machines"}),
        ("manager", {"Hengyu Machines", "Mate's"}),
        ("admin", {"Hengyu Machines", "Mate's"}),
        ("stranger", set()),
    ],
)
def test_everybody_sees_what_leaves_them_and_their_people(leaving, who, sees):
    response = browser_of(getattr(leaving, who)).get(reverse("customers:leaving"))
    assert names_in(response) == sees


def test_what_is_only_shared_is_not_ones_business(leaving):
    leaving.customer.share(leaving.stranger, by=leaving.owner, scope="everything")
    response = browser_of(leaving.stranger).get(reverse("customers:leaving"))
    assert names_in(response) == set()


def test_the_list_names_the_rule_and_positions_on_the_week(leaving):
    backdate(leaving.customer, 100)
    browser = browser_of(leaving.owner)
    response = browser.get(reverse("customers:leaving"), {"state": "overdue"})
    assert "Quiet for long" in response.content.decode()
    assert names_in(response) == {"Hengyu Machines"}
    assert "Leaving soon" in browser.get("/customers/").content.decode()


def test_the_panel_says_when_by_which_rule_and_what_keeps_it(leaving):
    backdate(leaving.customer, 10)
    url = reverse("customers:panel", args=[leaving.customer.pk, "release"])
    page = browser_of(leaving.owner).get(url).content.decode()
    assert "By the rule “Quiet for long”" in page
    assert "Log an activity" in page and "with a contact and an outcome" in page
    assert browser_of(leaving.stranger).get(url).status_code == 404


def test_the_panel_of_somebody_bound_by_nothing_says_so(house):
    url = reverse("customers:panel", args=[house.customer.pk, "release"])
    assert "No rule of release binds it." in browser_of(house.owner).get(url).content.decode()


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("manager", 200), ("admin", 200)])
def test_nights_are_for_those_who_lead(house, who, status):
    ended = make_night()
    browser = browser_of(getattr(house, who))
    for name, args in [("nights", []), ("night", [ended.pk]), ("night_released", [ended.pk])]:
        assert browser.get(reverse(f"customers:{name}", args=args)).status_code == status


def test_a_page_of_nights_costs_the_same_for_one_and_three(house):
    browser, costs = browser_of(house.manager), []
    for number in (1, 2):
        for _night in range(number):
            make_night()
        browser.get(reverse("customers:nights"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(reverse("customers:nights"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_whom_a_night_released_is_a_list_of_what_one_may_see(leaving):
    backdate(leaving.customer, 100)
    ended = a_night()
    url = reverse("customers:night_released", args=[ended.pk])
    assert b"Hengyu Machines" in browser_of(leaving.manager).get(url).content
    sheet = browser_of(leaving.admin).get(url, {"export": "csv"})
    assert "Hengyu" in b"".join(sheet.streaming_content).decode()


def test_an_admin_runs_a_night_and_a_manager_does_not(house):
    url = reverse("customers:run_night")
    assert browser_of(house.manager).post(url).status_code == 403
    response = browser_of(house.admin).post(url)
    assert response.url == reverse("customers:night", args=[Night.objects.get().pk])


def test_an_admin_stops_a_night(house):
    url = reverse("customers:stop_night", args=[night.start().pk])
    assert browser_of(house.manager).post(url).status_code == 403
    browser_of(house.admin).post(url)
    assert Night.objects.get().state == "stopped"


@pytest.fixture
def brake(house):
    set_rules(house.east, a_rule(), brake_count=1)
    many(house.owner, 2)
    a_night()
    return Brake.objects.get()


def test_a_brake_is_decided_with_one_tap_by_whoever_leads_the_owner(brake, house):
    url = reverse("customers:decide_brake", args=[brake.pk])
    page = browser_of(house.manager).get(brake.night.get_absolute_url()).content.decode()
    assert url in page
    assert browser_of(house.stranger).post(url, {"decision": "release"}).status_code == 404
    assert browser_of(house.manager).post(url, {"decision": "odd"}).status_code == 400
    browser_of(house.manager).post(url, {"decision": "leave"})
    assert Brake.objects.get().decision == "leave"


def test_a_manager_elsewhere_does_not_see_the_brake(brake, house):
    house.west.manager = house.stranger
    house.west.save(update_fields=["manager"])
    page = browser_of(house.stranger).get(brake.night.get_absolute_url()).content.decode()
    assert reverse("customers:decide_brake", args=[brake.pk]) not in page


def test_the_column_of_the_customers_list_says_when_they_leave(leaving):
    response = browser_of(leaving.owner).get("/customers/", {"cols": "name,leaves"})
    due = Customer.objects.get(pk=leaving.customer.pk).release_due_at
    assert timezone.localtime(due).isoformat(timespec="minutes") in response.content.decode()


def test_a_dry_run_is_a_list_of_whom_the_draft_would_take(leaving):
    other = make_customer("Stays")
    found = make_dry_run(by=leaving.manager, customers=[leaving.customer])
    url = reverse("customers:dry_run", args=[found.pk])
    for who in (leaving.manager, leaving.admin):
        assert names_in(browser_of(who).get(url)) == {"Hengyu Machines"}
    assert browser_of(leaving.owner).get(url).status_code == 404
    assert str(other) not in browser_of(leaving.admin).get(url).content.decode()
