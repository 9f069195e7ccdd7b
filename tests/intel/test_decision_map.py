"""The decision map on the customer's page, and the panels beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intel.decision_map import decision_map
from tests.factories import make_contact
from tests.factories_intel import make_department, make_dossier, make_rival
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def panel(user, customer, key):
    url = reverse("customers:panel", args=[customer.pk, key])
    return browser_of(user).get(url).content.decode()


def cells(house):
    drawn = decision_map(house.customer, house.owner)
    return {
        (row.level, cell.function): [person.contact.name for person in cell.people]
        for row in drawn.rows
        for cell in row.cells
    }


def test_people_stand_where_level_and_function_meet(house, wu):
    make_dossier(wu, level="managing", function="technical")
    found = {place: names for place, names in cells(house).items() if names}
    assert found == {("Managing", "Technical"): ["Wu Tao"]}
    assert len(cells(house)) == 9


@pytest.mark.parametrize("known", [None, {"level": "deciding"}, {"function": "using"}])
def test_who_is_not_placed_stands_below_with_a_way_to_place_them(house, insider, wu, known):
    if known is not None:
        make_dossier(wu, **known)
    url = reverse("intel:edit_dossier", args=[wu.pk])
    drawn = decision_map(house.customer, house.owner)
    assert [person.contact for person in drawn.unplaced] == [wu]
    assert url in panel(house.owner, house.customer, "people")
    assert url not in panel(insider, house.customer, "people")


def test_roles_stance_and_coach_are_said_in_words_and_the_stance_in_colour(house, wu):
    place = {"level": "managing", "function": "technical"}
    make_dossier(wu, **place, roles=["designer", "user"], stance="against", is_coach=True)
    html = panel(house.owner, house.customer, "people")
    assert "designer · user · for a rival · coach" in html and 'class="who against"' in html


def test_an_empty_cell_says_that_nobody_is_known(house, wu):
    make_dossier(wu, level="managing", function="technical")
    assert panel(house.owner, house.customer, "people").count("nobody known") == 8


def test_people_of_other_customers_and_deleted_ones_are_not_on_the_map(house, wu):
    make_dossier(make_contact(house.pooled), level="deciding", function="using")
    gone = make_contact(house.customer, "Gone")
    make_dossier(gone, level="deciding", function="using")
    gone.put_aside(by=house.owner)
    assert [p.contact for p in decision_map(house.customer, house.admin).people] == [wu]


def test_competitors_stand_with_satisfaction_and_end_of_contract(house):
    make_rival(house.customer, "K Machines", satisfaction=2, contract_ends="2031-03-31")
    html = panel(house.owner, house.customer, "rivals")
    for words in ("K Machines · CNC", "satisfaction 2 / 5", "2031-03-31"):
        assert words in html


@pytest.mark.parametrize("key", ["people", "departments", "rivals"])
def test_a_panel_says_what_to_do_where_nothing_is_known(house, insider, key):
    new = {"departments": "new_department", "rivals": "new_rival"}
    html = panel(house.owner, house.customer, key)
    if key in new:
        url = reverse(f"intel:{new[key]}", args=[house.customer.pk])
        assert url in html and url not in panel(insider, house.customer, key)
    assert "<h2>" in html


def fill(house):
    contact = make_contact(house.customer)
    department = make_department(house.customer, head=contact)
    make_department(house.customer, parent=department, head=contact)
    make_dossier(contact, level="managing", function="using", department=department)
    make_contact(house.customer)
    make_rival(house.customer, f"Rival {contact.pk}")


@pytest.mark.parametrize("key", ["people", "departments", "rivals"])
def test_a_panel_asks_as_much_for_many_rows_as_for_one(house, key):
    client = browser_of(house.owner)
    url = reverse("customers:panel", args=[house.customer.pk, key])
    asked = []
    for _round in range(2):
        fill(house)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("key", ["people", "departments", "rivals"])
def test_panels_are_for_insiders(house, card_reader, insider, key):
    url = reverse("customers:panel", args=[house.customer.pk, key])
    people = (house.owner, insider, card_reader, house.stranger)
    assert [browser_of(p).get(url).status_code for p in people] == [200, 200, 403, 404]
