"""The number of what hangs on a row, as a column and a condition."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.grids import CustomerGrid
from tests.factories import make_contact, make_customer
from tests.factories_sales import make_opportunity
from tests.house import browser_of

pytestmark = pytest.mark.django_db
COLUMNS = "cols=name,contact_count,opportunity_count,open_count"


@pytest.fixture
def busy(house):
    for _number in range(3):
        make_contact(house.customer)
    house.customer.contacts.last().put_aside(by=house.owner)
    for status in ("open", "open", "lost"):
        made = make_opportunity(house.customer, by=house.owner)
        if status == "lost":
            made.lose(by=house.owner, reason="price")
    return house


def counts(user) -> list[int]:
    (row,) = [
        r for r in CustomerGrid(user, QueryDict(COLUMNS)).table if r.name == "Hengyu Machines"
    ]
    return [int(str(cell)) for _column, cell, *_rest in row.cells[1:]]


def test_what_was_deleted_is_not_counted_and_open_ones_stand_alone(busy):
    assert counts(busy.owner) == [2, 3, 2]


def test_nobody_reads_from_a_number_what_they_may_not_see(busy):
    busy.customer.share(busy.stranger, by=busy.owner, scope="card")
    assert counts(busy.stranger) == [2, 0, 0]
    asked = CustomerGrid(busy.stranger, QueryDict("opportunity_count_min=1"))
    assert asked.page.rows == []


@pytest.mark.parametrize(
    ("asked", "names"),
    {
        "open_count_min=2": {"Hengyu Machines"},
        "open_count=0": {"Pooled Tools"},
        "where=open_count.between(1,2)": {"Hengyu Machines"},
        "where=not(open_count.max(1))": {"Hengyu Machines"},
    }.items(),
)
def test_a_number_is_a_condition(busy, asked, names):
    grid = CustomerGrid(busy.owner, QueryDict(asked))
    assert grid.all_problems == []
    assert {row.name for row in grid.page.rows} == names


def test_one_row_and_many_cost_the_same_queries(busy):
    counts(busy.owner)
    with CaptureQueriesContext(connection) as one:
        counts(busy.owner)
    for _number in range(4):
        make_contact(make_customer(owner=busy.owner))
    with CaptureQueriesContext(connection) as many:
        counts(busy.owner)
    assert len(one) == len(many)


@pytest.fixture
def many(busy):
    for number in (1, 2, 2):
        made = make_customer(owner=busy.owner)
        for _number in range(number):
            make_opportunity(made, by=busy.owner)
    return busy


@pytest.mark.parametrize("sort", ["opportunity_count", "-opportunity_count", "owner,-open_count"])
def test_a_list_is_ordered_by_it_page_by_page(many, sort):
    query, found = QueryDict(f"{COLUMNS}&sort={sort}&owner=me", mutable=True), []
    for _page in range(4):
        grid = CustomerGrid(many.owner, query.copy())
        grid.rows_on_a_page = 1
        assert grid.all_problems == []
        found += grid.page.rows
        query["after"] = grid.page.after or ""
    name = sort.rpartition(",")[2]
    numbers = [row.sort_keys[-1] for row in found]
    assert len({row.pk for row in found}) == 4
    assert numbers == sorted([1, 2, 2, 2 if "open" in name else 3], reverse=name.startswith("-"))


def test_what_one_may_not_see_has_no_place_in_the_order(many):
    many.customer.share(many.stranger, by=many.owner, scope="card")
    grid = CustomerGrid(many.stranger, QueryDict("sort=-opportunity_count"))
    assert {row.sort_keys for row in grid.page.rows} == {(0,)}


def test_more_rows_than_are_counted_are_not_ordered_by_it(many, settings):
    settings.COUNT_UP_TO = 3
    grid = CustomerGrid(many.owner, QueryDict("sort=-opportunity_count"))
    assert grid.page.rows
    assert "Narrow the list to 3 rows to sort it by “Number of opportunities”." in grid.all_told


def test_an_order_that_is_refused_is_not_worked_out_first(many, settings):
    settings.COUNT_UP_TO = 3
    grid = CustomerGrid(many.owner, QueryDict("sort=-opportunity_count"))
    with CaptureQueriesContext(connection) as queries:
        assert grid.page.rows
    assert not [query for query in queries if "sales_opportunity" in query["sql"]]


def test_its_heading_opens_a_menu(busy):
    browser = browser_of(busy.owner)
    assert browser.get("/customers/?part=head&column=open_count").status_code == 200
    for name in ("customers:list", "customers:pool"):
        assert browser.get(f"{reverse(name)}?{COLUMNS}").status_code == 200
    assert browser.get("/customers/?open_count=x&sort=open_count").status_code == 200
