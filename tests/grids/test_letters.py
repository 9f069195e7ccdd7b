"""A letter of the strip moves to its first row in the current order, and leaves the others there."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from customers.grids import ContactGrid, CustomerGrid
from customers.models import Customer
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db

NAMES = ["安徽电机", "北京科技", "杭州泵业", "湖州模具", "上海机械", "360 Valves"]


class SmallPages(CustomerGrid):
    rows_on_a_page = 2


@pytest.fixture
def rep():
    return make_user(team=make_pool())


@pytest.fixture(autouse=True)
def customers(rep):
    return [make_customer(name, owner=rep) for name in NAMES]


@pytest.fixture(params=[1_000, 1], autouse=True)
def plan(request, settings):
    settings.COUNT_UP_TO = request.param


def shown(rep, query, grid=SmallPages):
    return [row.name for row in grid(rep, QueryDict(query)).page.rows]


def test_the_page_begins_at_the_letter(rep):
    assert shown(rep, "sort=name&letter=H") == ["杭州泵业", "湖州模具"]
    assert shown(rep, "sort=name&letter=h") == ["杭州泵业", "湖州模具"]
    assert shown(rep, "sort=name&letter=B") == ["北京科技", "杭州泵业"]


def test_a_falling_order_begins_at_the_last_of_the_letter(rep):
    assert shown(rep, "sort=-name&letter=H") == ["湖州模具", "杭州泵业"]


def test_in_another_order_it_is_that_orders_first(rep, customers):
    for day, customer in enumerate(customers):
        at = timezone.now() - timedelta(days=day)
        Customer.objects.filter(pk=customer.pk).update(updated_at=at)
    assert shown(rep, "sort=-changed&letter=H") == ["杭州泵业", "湖州模具"]
    assert shown(rep, "sort=changed&letter=H") == ["湖州模具", "杭州泵业"]
    assert shown(rep, "sort=-changed&letter=S") == ["上海机械", "360 Valves"]


def test_what_begins_with_no_letter_has_a_place_too(rep):
    assert shown(rep, "sort=name&letter=%23") == ["360 Valves", "安徽电机"]


def test_it_stays_within_the_conditions(rep, customers):
    customers[2].delete(by=rep)
    assert shown(rep, "sort=name&letter=H") == ["湖州模具", "上海机械"]
    assert shown(rep, "sort=name&letter=H&q=机械") == ["上海机械"]


def test_there_is_a_way_back_and_a_way_on(rep):
    grid = SmallPages(rep, QueryDict("sort=name&letter=H"))
    assert grid.count.number == len(NAMES) or grid.count.capped
    back = QueryDict(grid.before_url[1:])
    assert "letter" not in back
    assert [row.name for row in SmallPages(rep, back).page.rows] == ["安徽电机", "北京科技"]
    on = QueryDict(grid.after_url[1:])
    assert [row.name for row in SmallPages(rep, on).page.rows] == ["上海机械"]


def test_before_the_first_row_there_is_none(rep):
    assert SmallPages(rep, QueryDict("sort=name&letter=%23")).page.before is None


def test_a_letter_nobody_begins_with_is_said(rep):
    grid = SmallPages(rep, QueryDict("sort=name&letter=X"))
    assert [row.name for row in grid.page.rows] == ["360 Valves", "安徽电机"]
    assert grid.all_told == ["No name here begins with X."]


def test_a_letter_is_a_place_and_no_condition(rep):
    grid = CustomerGrid(rep, QueryDict("letter=H&sort=name&q=a"))
    assert "letter" not in grid.query_of_all
    assert grid.url(state="mine") == "?q=a&state=mine&sort=name"
    assert not CustomerGrid(rep, QueryDict("letter=H")).is_narrowed


def test_a_masked_name_has_no_letter(rep):
    pooled = make_customer(pool=rep.team)
    make_contact(pooled, "单雄信")
    make_contact(make_customer(owner=rep), "石秀")
    rule(rep.team, masked=["contact.name"])
    grid = ContactGrid(rep, QueryDict("letter=S&sort=name"))
    assert grid.page.rows[0].name == "石秀"
    grid = ContactGrid(rep, QueryDict("letter=S&sort=-changed"))
    assert grid.page.rows[0].name == "石秀"
