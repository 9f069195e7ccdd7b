"""Orders by several columns: the pages show what plain Python sorts, forwards and backwards, by
either plan, and each row once, whatever happens to others meanwhile."""

from datetime import timedelta
from itertools import count

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as lives
from hypothesis import strategies as st

from crm.grid.paging import Place
from customers.grids import CustomerGrid, PoolGrid
from customers.models import Customer
from tests.factories import make_axis, make_category, make_customer, make_pool, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db

ROWS, ONE_SIZE = 9, 2
FIELDS = {
    "last_activity": "last_activity_at",
    "next_activity": "next_activity_at",
    "created": "created_at",
    "name": "sort_name",
    "address": "address",
}
NULLABLE = {"last_activity", "next_activity"}
DAY_ZERO = timezone.now().replace(microsecond=123_456)

sorts = st.lists(
    st.tuples(st.sampled_from(sorted(FIELDS)), st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda term: term[0],
)
values = st.lists(st.integers(-1, 2), min_size=5, max_size=5)
random_lives = lives(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class SmallPages(CustomerGrid):
    rows_on_a_page = ONE_SIZE


@pytest.fixture
def rep():
    return make_user()


@pytest.fixture
def rows(rep):
    return [make_customer(f"row {number}", owner=rep).pk for number in range(ROWS)]


@pytest.fixture(params=["set", "walk"])
def plan(request, settings):
    """A set that is sorted whole, or one so large that its order's index is walked."""
    settings.COUNT_UP_TO = 1_000 if request.param == "set" else 1
    return request.param


def give_all(pks, numbers):
    """Values from few numbers, so that many are equal; -1 is none where there may be none."""
    given = [Customer(pk=pk, **valued(own)) for pk, own in zip(pks, numbers, strict=True)]
    Customer.objects.bulk_update(given, FIELDS.values())


def valued(numbers) -> dict:
    return {FIELDS[name]: value_of(name, n) for name, n in zip(FIELDS, numbers, strict=True)}


def value_of(name, number):
    if name in ("name", "address"):
        return "abcd"[number + 1]
    if number < 0 and name in NULLABLE:
        return None
    return DAY_ZERO + timedelta(days=number)


def text_of(sort) -> str:
    return ",".join(f"-{name}" if falls else name for name, falls in sort)


def sorted_in_python(pks, sort) -> list[int]:
    found = sorted(Customer.objects.filter(pk__in=pks), key=lambda row: row.pk, reverse=sort[-1][1])
    for name, falls in reversed(sort):
        filled = [row for row in found if getattr(row, FIELDS[name]) is not None]
        empty = [row for row in found if getattr(row, FIELDS[name]) is None]
        filled.sort(key=lambda row, path=FIELDS[name]: getattr(row, path), reverse=falls)
        found = filled + empty
    return [row.pk for row in found]


def walked(rep, sort, *, back=False, between=lambda: None) -> list[int]:
    way, seen, place = ("before" if back else "after"), [], last_place(rep, sort) if back else ""
    if back:
        seen, place = place
    while place is not None and len(seen) < 100:
        page = SmallPages(rep, QueryDict(f"sort={sort}&{way}={place}")).page
        found = [row.pk for row in page.rows]
        seen = found + seen if back else seen + found
        place = page.before if back else page.after
        between()
    return seen


def last_place(rep, sort) -> tuple[list[int], str | None]:
    page = SmallPages(rep, QueryDict(f"sort={sort}")).page
    while page.after:
        page = SmallPages(rep, QueryDict(f"sort={sort}&after={page.after}")).page
    return [row.pk for row in page.rows], page.before


def walkable(sort, plan):
    """Many rows are only brought into an order whose first column has an index."""
    return plan == "set" or sort[0][0] != "address"


@given(sort=sorts, numbers=st.lists(values, min_size=ROWS, max_size=ROWS))
@random_lives
def test_any_order_agrees_with_plain_python_in_both_directions(rep, rows, plan, sort, numbers):
    give_all(rows, numbers)
    if walkable(sort, plan):
        expected = sorted_in_python(rows, sort)
        assert walked(rep, text_of(sort)) == expected
        assert walked(rep, text_of(sort), back=True) == expected


@given(
    sort=sorts,
    numbers=st.lists(values, min_size=ROWS, max_size=ROWS),
    changes=st.lists(st.tuples(st.integers(0, 2), values), max_size=8),
)
@random_lives
def test_rows_that_stay_are_shown_once_while_others_change(rep, rows, plan, sort, numbers, changes):
    give_all(rows, numbers)
    restless, staying, todo = rows[:3], rows[3:], list(changes)

    def disturb():
        if todo:
            which, own = todo.pop()
            deleted = timezone.now() if own[0] == own[1] else None
            changed = Customer.objects.filter(pk=restless[which])
            changed.update(deleted_at=deleted, **valued(own))

    if walkable(sort, plan):
        seen = walked(rep, text_of(sort), between=disturb)
        assert [pk for pk in seen if pk in staying] == sorted_in_python(staying, sort)
    Customer.objects.filter(pk__in=restless).update(deleted_at=None)


def test_rows_that_come_in_between_push_nobody_out(rep, rows, plan):
    names = count()

    def disturb():
        if next(names) < 5:
            make_customer("row 3 and more", owner=rep)

    seen = walked(rep, "name,-created", between=disturb)
    assert [pk for pk in seen if pk in rows] == rows
    assert len(seen) == len(set(seen))


def test_a_category_is_one_of_several_keys(rep, rows):
    axis = make_axis("mood", "Mood")
    low, high = make_category(axis, "Low", order=1), make_category(axis, "High", order=2)
    for number, pk in enumerate(rows):
        ids = [[], [low.pk], [high.pk]][number % 3]
        Customer.objects.filter(pk=pk).update(category_ids=ids)
    by_name = sorted_in_python(rows, [("name", False)])
    expected = [pk for kind in (2, 1, 0) for pk in by_name if rows.index(pk) % 3 == kind]
    assert walked(rep, "-mood,name") == expected


def test_an_unknown_key_is_named_and_the_others_order(rep, rows):
    grid = CustomerGrid(rep, QueryDict("sort=-name,nonsense,created"))
    assert [row.pk for row in grid.page.rows] == sorted_in_python(rows, [("name", True)])
    assert str(grid.ordering) == "-name,created"
    assert any("nonsense" in problem for problem in grid.all_problems)


def test_a_key_counts_once_and_the_first_time(rep):
    assert str(CustomerGrid(rep, QueryDict("sort=name,-name,created")).ordering) == "name,created"


def test_too_many_rows_for_an_order_without_an_index_are_said(rep, rows, settings):
    settings.COUNT_UP_TO = 3
    grid = CustomerGrid(rep, QueryDict("sort=owner"))
    assert len(grid.page.rows) == ROWS
    assert str(grid.ordering) == "-changed"
    assert grid.all_told == ["Narrow the list to 3 rows to sort it by “Owner”."]


def test_a_page_in_the_order_that_replaced_it_has_a_next_page(rep, rows, settings):
    settings.COUNT_UP_TO = 3
    expected = sorted(rows, reverse=True)
    assert walked(rep, "owner") == walked(rep, "-changed")
    assert sorted(walked(rep, "owner"), reverse=True) == expected


def test_an_order_without_an_index_serves_few_rows(rep, rows):
    grid = CustomerGrid(rep, QueryDict("sort=owner"))
    assert [row.pk for row in grid.page.rows] == rows
    assert grid.all_problems == []


def test_a_partial_index_serves_the_list_whose_rows_all_keep_its_condition(rep):
    assert order_of(PoolGrid, rep, "pooled").is_walked((None, Q(owner__isnull=True)))
    assert not order_of(PoolGrid, rep, "pooled").is_walked()


def order_of(grid, user, sort):
    return grid(user, QueryDict(f"sort={sort}")).ordering


def test_a_place_beyond_which_all_are_gone_leads_back_to_the_first_page(rep, rows, plan):
    first = SmallPages(rep, QueryDict("sort=name")).page
    Customer.objects.filter(pk__in=rows[ONE_SIZE:]).update(deleted_at=timezone.now())
    grid = SmallPages(rep, QueryDict(f"sort=name&after={first.after}"))
    assert (grid.page.rows, grid.page.is_past, grid.first_url) == ([], True, "?sort=name")


def test_a_page_that_is_gone_says_so(rep, rows):
    url = f"{reverse('customers:list')}?sort=name&after="
    place = Place(("zzz",), 1).encode(order_of(CustomerGrid, rep, "name"))
    assert "Nothing is there any more." in browser_of(rep).get(url + place).content.decode()


def test_a_bad_place_is_named_and_the_first_page_shown(rep, rows, plan):
    grid = SmallPages(rep, QueryDict("sort=name&after=nowhere"))
    assert [row.pk for row in grid.page.rows] == rows[:ONE_SIZE]
    assert any("nowhere" in problem for problem in grid.all_problems)


def test_somebody_elses_pool_is_no_place_to_look_in(rep, rows, plan):
    pooled = make_customer(pool=make_pool())
    assert pooled.pk not in walked(rep, "-created,name")
