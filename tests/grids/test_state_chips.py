"""The chips of the states: named with the page, counted after it, and counted right by each way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.grids import CustomerGrid
from customers.models import Customer
from customers.visibility import granting
from tests.factories import make_customer, make_pool, make_team, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_pool()


@pytest.fixture
def rep(team):
    return make_user("Rep", team=team)


@pytest.fixture(autouse=True)
def customers(rep, team):
    now = timezone.now()
    for number in range(6):
        made = make_customer(f"row {number}", owner=rep)
        Customer.objects.filter(pk=made.pk).update(
            last_activity_at=now - timedelta(days=20 * number) if number else None,
            next_activity_at=now + timedelta(days=number - 3),
            has_open_opportunity=number % 2 == 0,
            won_at=now if number == 5 else None,
            release_due_at=now + timedelta(days=2 * number),
            created_at=now - timedelta(days=100),
        )
    make_customer("pooled", pool=team)


def counts(user, query="") -> dict[str, str]:
    grid = CustomerGrid(user, QueryDict(query))
    return {state.key: str(count) for state, count, _url in grid.state_counts}


RIGHT = {
    "mine": "6",
    "shared": "0",
    "pool": "1",
    "protected": "0",
    "leaving": "4",
    "never": "2",
    "untouched": "5",
    "overdue": "3",
    "open": "3",
    "won": "1",
}


def test_few_rows_are_counted_exactly(rep):
    assert counts(rep) == RIGHT


def test_many_rows_are_counted_up_to_the_cap_by_either_way(rep, settings):
    settings.COUNT_UP_TO = 3
    capped = {key: "3+" if int(number) > 3 else number for key, number in RIGHT.items()}
    assert counts(rep) == capped
    director = make_user(is_admin=True)
    assert counts(director) == {**capped, "mine": "0"}


def test_conditions_narrow_what_is_counted_but_states_do_not(rep):
    assert counts(rep, "state=pool") == RIGHT
    assert counts(rep, "q=pooled")["mine"] == "0"
    assert counts(rep, "q=pooled")["pool"] == "1"


def test_a_manager_of_many_counts_what_the_list_shows(settings, rep, team):
    """With so many principals a row's only reader is looked at, all of them where it has several."""
    settings.COUNT_UP_TO = 2
    manager = make_user("Manager", manager_of=team)
    for number in range(25):
        make_user(f"Rep {number}", team=team)
    guest = make_customer("a guest's")
    guest.share(rep, by=guest.owner, scope="card")
    make_customer("a stranger's")
    assert len(manager.principals) > 20
    scanned = Customer.objects.filter(granting(manager, scanning=True))
    assert set(scanned) == set(Customer.objects.visible_to(manager))
    assert guest in scanned
    assert counts(manager)["leaving"] == "2+"


def test_a_card_does_not_tell_of_opportunities(rep):
    theirs = make_customer("theirs")
    theirs.share(rep, by=theirs.owner, scope="card")
    Customer.objects.filter(pk=theirs.pk).update(has_open_opportunity=True, won_at=timezone.now())
    assert (counts(rep)["open"], counts(rep)["won"]) == (RIGHT["open"], RIGHT["won"])
    assert counts(theirs.owner)["open"] == "1"


def test_chosen_together_all_states_hold(rep):
    grid = CustomerGrid(rep, QueryDict("state=mine,open,overdue"))
    assert sorted(row.name for row in grid.page.rows) == ["row 0", "row 2"]


def test_the_page_names_the_states_and_counts_them_afterwards(rep):
    client = browser_of(rep)
    url = reverse("customers:list")
    html = client.get(url, {"state": "mine"}).content.decode()
    assert 'hx-trigger="load"' in html and "part=states" in html
    part = client.get(url, {"state": "mine", "part": "states"}).content.decode()
    assert "<html" not in part and "hx-trigger" not in part
    assert "Never contacted <b>2</b>" in part
    assert 'aria-pressed="true">Mine <b>6</b>' in part


def test_a_page_counts_no_state(rep):
    with CaptureQueriesContext(connection) as queries:
        browser_of(rep).get(reverse("customers:list"))
    assert not [q for q in queries.captured_queries if " FILTER (" in q["sql"]]


def test_counting_costs_one_statement_however_many_states(rep, settings):
    for most in (1_000, 3):
        settings.COUNT_UP_TO = most
        director = make_user(f"Director {most}", is_admin=True)
        grid = CustomerGrid(director, QueryDict(""))
        assert grid.filterset is not None
        with CaptureQueriesContext(connection) as queries:
            assert grid.state_counts
        assert len(queries) <= 2


def test_a_condition_that_nothing_keeps_counts_as_none(rep, settings, monkeypatch):
    settings.COUNT_UP_TO = 3
    nobody = CustomerGrid.states[0].__class__("nobody", "Nobody", lambda user: Q(pk__in=[]))
    monkeypatch.setattr(CustomerGrid, "states", (nobody,))
    assert counts(make_user(is_admin=True)) == {"nobody": "0"}


def test_a_team_of_its_own_sees_none_of_it():
    other = make_user("Other", team=make_team())
    assert set(counts(other).values()) == {"0"}


def test_a_state_of_none_is_not_painted_as_a_warning(rep):
    html = browser_of(rep).get("/customers/?part=states&name=nobody").content.decode()
    assert "chip warn" not in html
    html = browser_of(rep).get("/customers/?part=states").content.decode()
    assert "chip warn" in html
