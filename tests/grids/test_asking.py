"""Everything a column can be asked by its parameter in the URL."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from crm.grid.conditions.spans import SPANS, days_of
from crm.people.principals import team_mates
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.models import Customer
from intel.grids import DossierGrid, RivalProductGrid
from intel.models import Competitor, Department, Dossier, RivalProduct
from sales.grids import ActivityGrid, OpportunityGrid
from tests.factories import make_axis, make_category, make_contact, make_customer
from tests.factories_sales import make_opportunity
from tests.house import browser_of
from tests.pool.ruling import MOBILE, make_secretive, rule

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture
def found(house):
    def found(query, grid=CustomerGrid, user=None):
        asked = grid(user or house.owner, QueryDict(query))
        assert asked.all_problems == []
        return {str(row) for row in asked.page.rows}

    return found


@pytest.fixture
def addressed(house):
    house.customer.delete(by=house.owner)
    for name, address in {
        "a": "Main Street 1",
        "b": "main street 1",
        "c": "Old Road",
        "d": "",
    }.items():
        make_customer(name, owner=house.owner, address=address)


@pytest.mark.parametrize(
    ("asked", "names"),
    {
        "address=street": "ab",
        "address_starts=main": "ab",
        "address_starts=street": "",
        "address_is=MAIN STREET 1": "ab",
        "address_not=Old Road": "abd",
        "address_empty=1": "d",
        "address_filled=1": "abc",
        "address_empty=0": "abcd",
        "address=%": "",
        "address=,": "",
    }.items(),
)
@pytest.mark.usefixtures("addressed")
def test_texts(found, house, asked, names):
    assert found(f"{asked}&owner={house.owner.pk}") == set(names)


@pytest.mark.parametrize(
    ("asked", "names"),
    {
        "satisfaction=3": "c",
        "satisfaction_min=3": "cd",
        "satisfaction_min=2.5": "cd",
        "satisfaction_max=2.5": "b",
        "satisfaction=2.5": "",
        "satisfaction_between=2,3": "bc",
        "satisfaction_max=99999999999999999999": "bcd",
        "satisfaction_min=-99999999999999999999": "bcd",
        "satisfaction_empty=1": "a",
        "satisfaction_filled=1": "bcd",
    }.items(),
)
def test_numbers(found, house, asked, names):
    rival = Competitor.objects.named("Rival")
    for name, number in {"a": None, "b": 2, "c": 3, "d": 5}.items():
        RivalProduct.objects.create(
            customer=house.customer, competitor=rival, product=name, satisfaction=number
        )
    assert found(asked, RivalProductGrid) == {f"Rival · {name}" for name in names}


def test_amounts_are_compared_to_the_last_digit(found, house):
    for name, amount in {"a": "10.01", "b": "10.02", "c": None}.items():
        make_opportunity(
            house.customer, by=house.owner, name=name, amount=amount and Decimal(amount)
        )
    assert found("amount_min=10.015", OpportunityGrid) == {"b"}
    assert found("amount=10.01", OpportunityGrid) == {"a"}
    assert found("amount_empty=1", OpportunityGrid) == {"c"}


@pytest.fixture
def seen_on(house):
    def seen_on(*days):
        house.customer.delete(by=house.owner)
        for ago in days:
            made = make_customer(str(ago), owner=house.owner)
            at = ago is not None and timezone.now() - timedelta(days=ago)
            Customer.objects.filter(pk=made.pk).update(last_activity_at=at or None)

    return seen_on


@pytest.mark.parametrize(
    ("asked", "days"),
    {
        "past=30": "0 1 30",
        "ago=30": "31 400",
        "next=0": "0",
        "next=7": "-5 0",
        "empty=1": "None",
        "filled=1": "-5 0 1 30 31 400",
    }.items(),
)
def test_days_counted_from_today(found, house, seen_on, asked, days):
    seen_on(None, -5, 0, 1, 30, 31, 400)
    assert found(f"last_activity_{asked}&owner=me") == set(days.split())


def test_a_day_is_asked_for_and_a_span_between_two(found, seen_on):
    seen_on(0, 1, 2, 3)
    day, before = timezone.localdate() - timedelta(days=1), timezone.localdate() - timedelta(days=2)
    assert found(f"last_activity_on={day}&owner=me") == {"1"}
    assert found(f"last_activity_between={before},{day}&owner=me") == {"1", "2"}


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("today", "2026-11-29", "2026-11-29"),
        ("yesterday", "2026-11-28", "2026-11-28"),
        ("this_week", "2026-11-23", "2026-11-29"),
        ("next_week", "2026-11-30", "2026-12-06"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("next_month", "2026-12-01", "2026-12-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("next_quarter", "2027-01-01", "2027-03-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
    ],
)
def test_spans_move_with_the_calendar(span, first, last):
    assert days_of(span, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_span_ends_before_the_next_begins():
    for unit in ("week", "month", "quarter", "year"):
        spans = [days_of(f"{which}_{unit}", TODAY) for which in ("last", "this", "next")]
        for (_first, last), (following, _last) in zip(spans, spans[1:], strict=False):
            assert last + timedelta(days=1) == following
    assert {days_of(span, TODAY)[0] <= days_of(span, TODAY)[1] for span in SPANS} == {True}


def test_a_span_is_a_parameter_of_its_own_name(found, house, seen_on):
    seen_on(0, 400)
    assert found("last_activity=today&owner=me") == {"0"}


def test_people_are_asked_for_and_excluded(found, house):
    assert found(f"owner_not={house.owner.pk}", user=house.manager) == {"Pooled Tools"}
    assert found("owner_not=none", user=house.manager) == {"Hengyu Machines"}


def test_my_team_is_whom_one_leads_or_works_with(found, house):
    assert found("owner=team", user=house.manager) == {"Hengyu Machines"}
    assert house.owner.pk in team_mates(house.mate)
    assert team_mates(house.stranger) == [house.stranger.pk]
    assert house.owner.pk in team_mates(house.director)


def test_categories_are_excluded_with_what_is_below(found, house):
    axis = make_axis("region")
    north = make_category(axis, "North")
    inside = make_customer("in", owner=house.owner, categories=[make_category(axis, parent=north)])
    assert str(inside) not in found(f"region_not={north.pk}")
    assert found(f"region_not={north.pk}") == {"Hengyu Machines", "Pooled Tools"}
    assert found("region_not=none") == {"in"}
    far = make_category(axis)
    for _number in range(60):
        make_category(axis, parent=far)
    assert len(found(f"region_not={far.pk}")) == 3


def test_choices_and_arrays_of_choices(found, house):
    for name, roles in {"a": ["decider"], "b": ["decider", "user"], "c": []}.items():
        contact = make_contact(house.customer, name)
        Dossier.objects.create(contact=contact, roles=roles, level="managing" if roles else "")
    assert found("roles=user,designer", DossierGrid) == {"b"}
    assert found("roles_all=user,decider", DossierGrid) == {"b"}
    assert found("roles_not=user", DossierGrid) == {"a", "c"}
    assert found("roles_empty=1", DossierGrid) == {"c"}
    assert found("level_not=managing", DossierGrid) == found("level_empty=1", DossierGrid) == {"c"}


def test_a_deleted_department_is_no_department(found, house):
    lab = Department.objects.create(customer=house.customer, name="Lab")
    Dossier.objects.create(contact=make_contact(house.customer, "a"), department=lab)
    assert found("department_is=lab", DossierGrid) == {"a"}
    lab.put_aside(by=house.owner)
    assert found("department_is=lab", DossierGrid) == set()
    assert (
        found("department_empty=1", DossierGrid)
        == found("department_not=lab", DossierGrid)
        == {"a"}
    )


def test_numbers_of_phones_are_found_however_they_are_spaced(found, house):
    make_customer("called", owner=house.owner, phones=["0571 8888 6666", "010-1234"])
    assert found("phones=571-8888") == {"called"}
    assert found("phones=6666 010") == set()
    assert found("phones_filled=1") == {"called"}
    make_contact(house.customer, "a", mobile="138 0013 8000")
    assert found("mobile=13800", ContactGrid) == {"a"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("owner=999999", "“999999” is unknown."),
        ("owner=team,nobody", "“nobody” is unknown."),
        ("last_activity=someday", "“someday” is unknown."),
        ("last_activity_past=x", "Give a whole number of days."),
        ("last_activity_between=2026-01-02,2026-01-01", "must be the earlier"),
        ("last_activity_between=2026-01-02", "Give a value."),
        ("phones=call", "Type some digits of the number."),
        ("address_is=" + "x" * 300, "is unknown."),
        ("owner=" + ",".join(map(str, range(101))), "Name at most 100 values."),
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(house, asked, why):
    grid = CustomerGrid(house.owner, QueryDict(asked))
    assert why in " ".join(grid.all_problems)
    assert grid.chips == []


def test_a_customer_one_may_not_see_is_as_unknown_as_none(house):
    hidden = make_customer("Secretive")
    for pk in (hidden.pk, 999_999):
        grid = ActivityGrid(house.owner, QueryDict(f"customer={pk}"))
        assert grid.all_problems == [f"The filter “customer” was ignored: “{pk}” is unknown."]


@pytest.mark.parametrize(
    ("asked", "said"),
    {
        "address=pump": "Address: contains “pump”",
        "address_empty=1": "Address: is empty",
        "owner=me,none": "Owner: is me, none",
        "last_activity=this_quarter": "Last activity: is in: this quarter",
        "last_activity_ago=60": "Last activity: is more than 60 days ago",
        "last_activity_past=1": "Last activity: is in the last 1 day",
    }.items(),
)
def test_a_chip_says_what_is_asked(house, asked, said):
    (chip,) = CustomerGrid(house.owner, QueryDict(asked)).chips
    assert f"{chip.label}: {chip.text}" == said


def test_the_dialog_keeps_what_is_asked_besides_the_usual(house):
    asked = "address_not=x&owner=team&last_activity_between=2026-01-01,2026-01-02&last_activity=x"
    page = browser_of(house.owner).get(f"/customers/?part=filters&{asked}").content.decode()
    assert 'name="address_not" value="x"' in page
    assert 'name="owner" value="team" checked' in page
    assert page.count('name="last_activity_between"') == 2
    assert 'name="phones_empty"' not in page


def test_what_is_masked_cannot_be_asked_for(house, found):
    pooled = make_secretive(house.east, by=house.manager)
    rule(house.east, masked=["phones", "contact.mobile"], hidden=["address"])
    digits = MOBILE.replace(" ", "")
    for query, grid in {
        f"mobile={digits}": ContactGrid,
        "phones=0571": PoolGrid,
        "address_starts=浙江": PoolGrid,
        "address_not=x": PoolGrid,
    }.items():
        asked = grid(house.mate, QueryDict(query))
        assert asked.page.rows == [], query
        assert "were left out" in " ".join(asked.all_told), query
    assert str(pooled) in found("phones_filled=1", PoolGrid, house.mate)
