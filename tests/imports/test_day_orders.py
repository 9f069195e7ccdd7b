"""Whether 3/5/2024 is in May or in March is told by its column, by the others, or by somebody."""

import pytest
from django.urls import reverse

from customers.imports.mapping import Mapping
from customers.imports.mapping.guessing import proposal
from customers.models import Customer
from tests.factories import make_import, make_own_field
from tests.imports.conftest import checked, imported, problems, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(db):
    return make_own_field("date", "Founded")


@pytest.fixture
def met(db):
    return make_own_field("date", "Met")


def sheet(*rows, header=("Name", "Founded")):
    return make_import(list(header), [[f"C{n}", *days] for n, days in enumerate(rows)])


def days_of(staged, field) -> list:
    imported(staged)
    return [customer.own.get(field.key) for customer in Customer.objects.order_by("name")]


@pytest.mark.parametrize(
    ("typed", "telling", "is_told"),
    [
        ("3/5/2024", "25/3/2024", ["2024-05-03", "2024-03-25"]),
        ("3/5/2024", "3/25/2024", ["2024-03-05", "2024-03-25"]),
        ("03-05-2024", "3-25-2024", ["2024-03-05", "2024-03-25"]),
        ("３/５/2024", "25/3/2024", ["2024-05-03", "2024-03-25"]),
    ],
)
def test_one_day_above_twelve_tells_the_order_of_its_column(founded, typed, telling, is_told):
    assert days_of(sheet([typed], [telling]), founded) == is_told


def test_the_order_is_told_by_the_last_of_many_rows(founded):
    staged = sheet(*[["3/5/2024"]] * 400, ["25/3/2024"])
    assert set(days_of(staged, founded)) == {"2024-05-03", "2024-03-25"}


def test_a_column_that_tells_nothing_goes_by_the_others(founded, met):
    staged = sheet(["3/5/2024", "25/3/2024"], header=("Name", "Founded", "Met"))
    assert days_of(staged, founded) == ["2024-05-03"]


def test_where_others_disagree_or_nothing_tells_both_are_refused_and_told_where_to_choose(founded):
    staged = checked(sheet(["3/5/2024"], ["4/4/2024"]))
    assert problems(staged) == {
        2: "Founded: “3/5/2024” may be two days: match the columns again and choose whether the "
        "day or the month comes first, or write it as 2026-11-29."
    }


def test_of_a_column_that_has_both_orders_only_what_is_sure_is_read(founded):
    staged = checked(sheet(["3/5/2024"], ["25/3/2024"], ["3/25/2024"]))
    assert list(problems(staged)) == [2]


def test_somebody_chooses_and_the_next_sheet_is_read_so(client, founded):
    staged = sheet(["3/5/2024"])
    shown = client.get(reverse("customers:import", args=[staged.pk])).content.decode()
    assert "3/5/2024 is 2024-05-03" in shown
    assert "are refused unless you choose" in shown
    choices = {"column_0": "name", "column_1": founded.key, "days_1": "month"}
    client.post(reverse("customers:import_check", args=[staged.pk]), choices)
    assert Mapping.of(reloaded(staged)).day_orders == {1: "month"}
    assert proposal(sheet(["4/6/2024"])).day_orders == {1: "month"}
    assert proposal(sheet(["4/6/2024"], ["25/3/2024"])).day_orders == {1: "day"}


def test_a_choice_wins_over_what_one_cell_tells(client, founded):
    staged = sheet(["3/5/2024"], ["25/3/2024"])
    choices = {"column_0": "name", "column_1": founded.key, "days_1": "month"}
    client.post(reverse("customers:import_check", args=[staged.pk]), choices)
    assert Mapping.of(reloaded(staged)).day_orders == {1: "month"}


def test_what_was_taken_is_said_before_and_after(client, founded):
    staged = sheet(["3/5/2024"], ["25/3/2024"])
    url = reverse("customers:import", args=[staged.pk])
    assert "as in 25/3/2024" in client.get(url).content.decode()
    checked(staged)
    assert "the day comes first: Founded" in client.get(url).content.decode()


def test_a_new_field_of_days_asks_too(client):
    staged = make_import(["Name", "Since"], [["A", "3/5/2024"]])
    choices = {"column_0": "name", "column_1": "own.customer", "name_1": "Since", "kind_1": "date"}
    page = client.post(reverse("customers:import_mapping", args=[staged.pk]), choices)
    assert 'name="days_1"' in page.content.decode()
    client.post(reverse("customers:import_check", args=[staged.pk]), choices | {"days_1": "day"})
    assert Mapping.of(reloaded(staged)).day_orders == {1: "day"}
