"""Very many rows are counted in an index that holds all that is asked of them, and counted right."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from customers.grids import CustomerGrid, PoolGrid
from customers.models import Customer
from customers.models.customer import COUNTED
from customers.visibility import INSIDERS, READERS, granting
from tests.factories import make_axis, make_category, make_customer, make_pool, make_user

pytestmark = pytest.mark.django_db
PEOPLE = ["owner", "mate", "manager", "director", "stranger", "admin"]


@pytest.fixture
def region():
    return make_axis("region", "Region")


@pytest.fixture
def customers(house, region):
    """Held, pooled, shared as a card or whole, with a person, a team and both; and one deleted."""
    place = make_category(region, "Zhejiang")
    made = [make_customer(owner=house.mate, categories=[place]) for _number in range(5)]
    made[0].share(house.owner, by=house.mate, scope="card")
    made[1].share(house.stranger, by=house.mate, scope="all")
    made[1].share(house.owner, by=house.mate, scope="card")
    made[2].share(house.east, by=house.mate, scope="all")
    make_customer(pool=house.east, by=house.manager)
    Customer.objects.filter(pk=made[3].pk).update(deleted_at=made[3].created_at)
    return made


@pytest.mark.parametrize("array", [READERS, INSIDERS])
@pytest.mark.parametrize("who", PEOPLE)
def test_scanning_finds_the_rows_that_looking_finds(house, customers, who, array):
    user = getattr(house, who)
    scanned = Customer.objects.filter(granting(user, array, scanning=True))
    assert set(scanned) == set(Customer.objects.visible_to(user, array))


def test_only_shared_rows_are_told_by_more_than_their_reader(house, customers):
    readers = {c.pk: c.reader_ids for c in Customer.objects.all()}
    sole = dict(Customer.objects.values_list("pk", "reader_ids__sole"))
    assert sole == {pk: ids[0] if len(ids) == 1 else 0 for pk, ids in readers.items()}
    assert 0 in sole.values() and house.mate.pk in sole.values()


HELD = {Customer._meta.get_field(name).column for name in COUNTED}
KEY = 'CASE cardinality("customers_customer"."reader_ids")'


def is_answered_by_the_index(sql: str) -> bool:
    """Whether the index holds each column asked, beside what its own condition says."""
    rest = sql.replace('"customers_customer"."deleted_at" IS NULL', "", 1)
    return KEY in sql and set(re.findall(r'"customers_customer"\."(\w+)"', rest)) <= HELD


def counts_of(ask) -> list[str]:
    """The statements that count customers, of all that `ask` needs."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    return [query["sql"] for query in queries if "count(" in query["sql"].lower()]


def chips(user, grid):
    return counts_of(lambda: grid(user, QueryDict()).state_counts)


def facet(user, column, query=""):
    grid = CustomerGrid(user, QueryDict(query))
    return counts_of(lambda: grid.columns_by_name[column].facet(grid, "").options)


@pytest.fixture
def readers(house):
    """Whoever does not read all: with few principals and with many."""
    chief = make_user("Chief", manager_of=make_pool())
    for number in range(25):
        make_user(f"Rep {number}", team=chief.managed_teams.get())
    return [house.owner, chief]


def test_states_are_counted_without_the_rows_themselves(readers, customers):
    for user in readers:
        (sql,) = chips(user, CustomerGrid)
        assert is_answered_by_the_index(sql)


@pytest.mark.parametrize("query", ["", "state=mine", "state=untouched", "state=open,won,protected"])
def test_facets_are_counted_without_the_rows_themselves(readers, customers, query):
    for user in readers:
        for column in ("region", "owner"):
            (sql,) = facet(user, column, query)
            assert is_answered_by_the_index(sql)


def test_what_the_index_does_not_hold_is_noticed(readers, customers):
    (sql,) = facet(readers[1], "region", "name=Tools")
    assert KEY in sql and not is_answered_by_the_index(sql)


def test_states_of_all_one_sees_cost_one_statement(readers, customers):
    for user in readers:
        assert len(chips(user, CustomerGrid)) == len(chips(user, PoolGrid)) == 1
