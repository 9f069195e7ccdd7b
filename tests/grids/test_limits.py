"""A query over its time limit is stopped, and the page says what would narrow the list down."""

import pytest
from django.db import OperationalError, connection
from django.db.models import Func, Q, TextField, Value
from django.db.models.lookups import IsNull
from django.http import QueryDict
from django.urls import reverse

from crm.grid import State
from crm.grid.limits import TooSlow, time_limit
from customers.grids import CustomerGrid
from customers.models import Customer
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
FOR_EVER = "20"


@pytest.fixture
def rep():
    return make_user()


@pytest.fixture
def sleeper(monkeypatch, settings, rep):
    """Every row of the customers' list takes its time, except for its owner's own."""
    settings.GRID_SECONDS = 0.3
    make_customer("Hengyu", owner=rep)
    nap = IsNull(Func(Value(FOR_EVER), function="pg_sleep", output_field=TextField()), False)
    states = (
        State("mine", "Mine", lambda user: Q(owner=user)),
        State("x", "X", lambda user: Q(pk__gt=0)),
    )
    monkeypatch.setattr(CustomerGrid, "states", states)

    def slowly(self):
        rows = Customer.objects.visible_to(self.user)
        return rows if self.chosen_states else rows.filter(nap)

    monkeypatch.setattr(CustomerGrid, "visible", slowly)


def page(user, query="", **headers):
    return browser_of(user).get(f"{reverse('customers:list')}?{query}", headers=headers)


def test_a_slow_page_says_so_and_keeps_what_was_typed(rep, sleeper):
    response = page(rep, "q=hengyu&sort=name&address=road")
    html = response.content.decode()
    assert response.status_code == 200
    assert "This took too long and was stopped." in html
    assert 'value="hengyu"' in html and 'name="address" value="road"' in html


def test_a_swap_keeps_the_shell_of_the_grid(rep, sleeper):
    headers = {"hx-request": "true", "hx-target": "grid"}
    html = page(rep, **headers).content.decode()
    assert html.strip().startswith('<section id="grid"') and "<html" not in html
    assert "This took too long and was stopped." in html


def test_every_way_out_asks_for_less(rep, sleeper):
    place = make_axis("place", "Place")
    city = make_category(place, "Hangzhou")
    grid = CustomerGrid(rep, QueryDict(f"q=heng&sort=name,owner&place={city.pk}&address=road"))
    urls = {way.label: way.url for way in grid.ways_out}
    assert list(urls) == [
        "Only “Mine”",
        "In the usual order",
        "Without “Place: is Hangzhou”",
        "Without “Address: contains “road””",
        "Without “heng”",
    ]
    assert "state=mine" in urls["Only “Mine”"] and "q=heng" in urls["Only “Mine”"]
    assert "sort=" not in urls["In the usual order"]
    assert "address" not in urls["Without “Address: contains “road””"]
    assert "q=" not in urls["Without “heng”"]


def test_a_way_out_leads_to_rows(rep, sleeper):
    grid = CustomerGrid(rep, QueryDict(""))
    (way,) = grid.ways_out
    assert "Hengyu" in page(rep, way.url[1:]).content.decode()


def test_what_is_counted_too_slowly_is_said_where_it_would_stand(rep, sleeper):
    for part in ("part=head&column=owner", "part=facet&column=owner"):
        response = page(rep, part)
        html = response.content.decode()
        assert response.status_code == 200 and "<html" not in html
        assert ("Counting took too long" in html) or ("data-facet" in html or "head" in html)


def test_states_too_slow_to_count_can_still_be_chosen(rep, sleeper):
    html = page(rep, "part=states").content.decode()
    assert "Mine" in html and "state=mine" in html
    assert "<b" not in html and "hx-trigger" not in html


def test_the_limit_ends_with_its_block(rep):
    before = timeout()
    with time_limit(0.5):
        assert timeout() == "500ms"
        with time_limit(2):
            assert timeout() == "2s"
        assert timeout() == "500ms"
    assert timeout() == before


@pytest.mark.django_db(transaction=True)
def test_a_limit_that_is_a_transaction_of_its_own_ends_with_it():
    before = timeout()
    with time_limit(0.5):
        assert timeout() == "500ms"
    assert timeout() == before


def test_a_stopped_query_leaves_the_transaction_usable(rep):
    before = timeout()
    with pytest.raises(TooSlow), time_limit(0.05):
        sleep()
    assert timeout() == before


def test_an_inner_limit_leaves_the_outer_one(rep):
    with time_limit(5):
        with pytest.raises(TooSlow), time_limit(0.05):
            sleep()
        assert timeout() == "5s"


def test_other_errors_stay_what_they_are(rep):
    with pytest.raises(OperationalError), time_limit(1):
        raise OperationalError("the server went away")


def test_a_walk_that_takes_too_long_becomes_a_sort(rep, monkeypatch, settings):
    """The same rows by either plan."""
    rows = [make_customer(f"row {number}", owner=rep).pk for number in range(4)]
    settings.COUNT_UP_TO = 1
    settings.GRID_WALK_SECONDS = 0.001
    grid = CustomerGrid(rep, QueryDict("sort=name"))
    assert [row.pk for row in grid.page.rows] == rows


def timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def sleep():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
