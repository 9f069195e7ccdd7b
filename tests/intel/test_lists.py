"""The lists of dossiers and of rival products keep the contract of every grid, and more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.models import Contact
from intel.grids import DossierGrid, RivalProductGrid
from tests.factories import make_contact, make_customer
from tests.factories_intel import make_department, make_dossier, make_rival
from tests.grids.contract import GridContract
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def make_person(customer, name="Wu Tao", **known):
    return make_dossier(make_contact(customer, name), **known)


LISTS = [("dossiers", make_person), ("rivals", make_rival)]


class TestDossiers(GridContract):
    grid, url = DossierGrid, "intel:dossiers"

    def make(self, owner):
        customer = make_customer(owner=owner)
        place = {"level": "managing", "roles": ["user"], "department": make_department(customer)}
        return make_person(customer, **place)

    def call(self, row, text):
        Contact.objects.filter(pk=row.contact_id).update(name=text)


class TestRivalProducts(GridContract):
    grid, url = RivalProductGrid, "intel:rivals"

    def make(self, owner):
        return make_rival(make_customer(owner=owner))


def rows(user, name, query=""):
    """The ids on the first page of a list."""
    response = browser_of(user).get(reverse(f"intel:{name}") + query)
    assert response.status_code == 200
    return [row.pk for row in response.context["grid"].page.rows]


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_a_list_shows_what_belongs_to_customers_one_is_inside_of(
    house, insider, card_reader, name, make
):
    mine, other = make(house.customer), make(make_customer(owner=house.stranger))
    assert rows(house.owner, name) == rows(insider, name) == [mine.pk]
    assert rows(card_reader, name) == []
    assert rows(house.stranger, name) == [other.pk]
    assert set(rows(house.admin, name)) == {mine.pk, other.pk}


@pytest.mark.parametrize(("name", "make"), LISTS)
@pytest.mark.parametrize("cols", ["?cols=level", "?cols=satisfaction"])
def test_rows_are_named_at_no_cost_whichever_columns_are_shown(house, name, make, cols):
    asked = []
    for added in (1, 2):
        for _row in range(added):
            make(house.customer)
        rows(house.owner, name, cols)
        with CaptureQueriesContext(connection) as queries:
            found = rows(house.owner, name, cols)
        asked.append(len(queries))
    assert len(found) == 3 and asked[0] == asked[1]


def test_people_are_found_by_any_of_their_roles(house):
    both = make_person(house.customer, roles=["decider", "user"]).pk
    user = make_person(house.customer, "He Jing", roles=["user"]).pk
    make_person(house.customer, "Zhou Min")
    assert rows(house.owner, "dossiers", "?roles=decider") == [both]
    assert set(rows(house.owner, "dossiers", "?roles=decider,user")) == {both, user}


def test_an_unknown_role_is_named_and_ignored(house):
    person = make_person(house.customer, roles=["user"]).pk
    response = browser_of(house.owner).get(reverse("intel:dossiers") + "?roles=king")
    assert "king" in response.content.decode()
    assert [row.pk for row in response.context["grid"].page.rows] == [person]


def test_people_are_filtered_by_every_dimension(house):
    known = {"level": "deciding", "function": "using", "stance": "for", "is_coach": True}
    person = make_person(house.customer, **known).pk
    make_person(house.customer, "He Jing", level="operating", stance="against")
    for query in ("level=deciding", "function=using", "stance=for", "coach=1", "contact=tao"):
        assert rows(house.owner, "dossiers", f"?{query}") == [person]


def test_the_chips_tell_deciders_coaches_rivals_friends_and_the_unplaced_apart(house):
    place = {"level": "deciding", "function": "using"}
    decider = make_person(house.customer, roles=["decider"], **place).pk
    coach = make_person(house.customer, is_coach=True, **place).pk
    against = make_person(house.customer, stance="against", **place).pk
    unplaced = make_person(house.customer, level="deciding").pk
    wanted = {"deciders": decider, "coaches": coach, "against": against, "unplaced": unplaced}
    found = {state: rows(house.owner, "dossiers", f"?state={state}") for state in wanted}
    assert found == {state: [pk] for state, pk in wanted.items()}


def test_people_are_sorted_by_pinyin(house):
    names = ("周敏", "陈国栋", "单刚")
    made = {name: make_dossier(make_contact(house.customer, name)).pk for name in names}
    expected = [made[name] for name in ("陈国栋", "单刚", "周敏")]
    assert rows(house.owner, "dossiers") == expected
    assert rows(house.owner, "dossiers", "?sort=-contact") == expected[::-1]


def test_a_deleted_department_is_neither_shown_nor_found(house):
    department = make_department(house.customer, "Gone works")
    person = make_person(house.customer, department=department)
    assert rows(house.owner, "dossiers", "?department=gone") == [person.pk]
    department.put_aside(by=house.owner)
    html = browser_of(house.owner).get(reverse("intel:dossiers")).content.decode()
    assert "Gone works" not in html
    assert rows(house.owner, "dossiers", "?department=gone") == []
    assert rows(house.owner, "dossiers", "?sort=department") == [person.pk]


def test_rival_products_are_found_by_satisfaction_and_by_the_end_of_the_contract(house):
    soon = timezone.localdate() + timezone.timedelta(days=30)
    unhappy = make_rival(house.customer, satisfaction=1, contract_ends=soon).pk
    make_rival(house.customer, satisfaction=5, contract_ends="2031-01-01")
    make_rival(house.customer)
    for query in ("satisfaction_max=2", "state=dissatisfied", "state=soon"):
        assert rows(house.owner, "rivals", f"?{query}") == [unhappy]


def test_an_export_says_roles_and_stance_in_words(house):
    make_person(house.customer, roles=["decider", "user"], stance="against")
    response = browser_of(house.owner).get(reverse("intel:dossiers") + "?export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "decider, user" in text and "for a rival" in text
