"""What a grid shows goes out as a file: the same rows, columns and order, and nothing that runs."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm.grid.exporting import tables
from customers.grids import CustomerGrid
from customers.models import Customer
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_import,
    make_pool,
    make_user,
)
from tests.house import browser_of
from tests.imports.conftest import checked, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("李娜", team=make_pool("East"))


@pytest.fixture
def exported(rep):
    def exported(query="", kind="xlsx", user=None, place="list"):
        url = f"{reverse(f'customers:{place}')}?{query}&export={kind}"
        response = browser_of(user or rep).get(url)
        return READERS[kind](b"".join(response.streaming_content))

    return exported


def xlsx_table(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active]


def csv_table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


READERS = {"xlsx": xlsx_table, "csv": csv_table}


@pytest.mark.parametrize("kind", READERS)
def test_rows_columns_and_order_are_those_of_the_screen(rep, exported, kind):
    for name in ("Beta", "Alpha", "Gamma"):
        make_customer(name, owner=rep, address=f"{name} Street")
    query = "sort=-name&cols=name,address&q=a"
    shown = CustomerGrid(rep, QueryDict(query))
    header, *rows = exported(query, kind)
    assert header == [column.heading for column in shown.shown_columns] == ["Name", "Address"]
    assert [row[0] for row in rows] == [record.name for record in shown.page.rows]
    assert rows[0] == ["Gamma", "Gamma Street"]


def test_conditions_narrow_the_file_as_they_narrow_the_screen(rep, exported):
    axis = make_axis("mood", "Mood")
    happy = make_category(axis, "Happy")
    make_customer("smiling", owner=rep, categories=[happy])
    make_customer("grim", owner=rep)
    assert [row[0] for row in exported(f"mood={happy.pk}&cols=name")[1:]] == ["smiling"]


def test_all_the_rows_go_out_not_only_a_page(rep, exported, monkeypatch):
    monkeypatch.setattr(CustomerGrid, "rows_on_a_page", 2)
    for _number in range(5):
        make_customer(owner=rep)
    assert len(exported()) == 6


@pytest.mark.parametrize("sort", ["name", "-owner", "last_activity", "-created", "mood"])
def test_every_order_of_the_screen_is_that_of_the_file(rep, exported, sort):
    axis = make_axis("mood", "Mood")
    for number in range(6):
        moods = [make_category(axis)] if number % 2 else []
        made = make_customer(owner=rep, categories=moods)
        at = timezone.now() - timedelta(days=number % 3)
        Customer.objects.filter(pk=made.pk).update(last_activity_at=at if number % 2 else None)
    shown = CustomerGrid(rep, QueryDict(f"sort={sort}"))
    names = [row[0] for row in exported(f"sort={sort}&cols=name")[1:]]
    assert names == [record.name for record in shown.page.rows]


@pytest.mark.parametrize("kind", READERS)
def test_nobody_takes_out_what_they_may_not_see(rep, exported, kind):
    make_customer("mine", owner=rep)
    make_customer("theirs")
    make_contact(make_customer("stranger's"), "Wu Tao")
    assert [row[0] for row in exported("cols=name", kind)[1:]] == ["mine"]
    assert exported("cols=name", kind, place="contacts")[1:] == []


def test_one_must_have_signed_in(client):
    response = client.get(f"{reverse('customers:list')}?export=xlsx")
    assert reverse("account_login") in response["location"]


FORMULAE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAE)
def test_a_name_that_would_run_is_text(rep, exported, text):
    Customer.objects.filter(pk=make_customer(owner=rep).pk).update(name=text, address=text)
    assert exported("cols=name,address", "csv")[1] == [f"'{text}"] * 2
    assert exported("cols=name,address")[1] == [text] * 2


def test_no_cell_of_a_workbook_is_a_formula(rep):
    Customer.objects.filter(pk=make_customer(owner=rep).pk).update(name="=1+1")
    url = f"{reverse('customers:list')}?export=xlsx"
    content = b"".join(browser_of(rep).get(url).streaming_content)
    assert {
        cell.data_type for row in load_workbook(io.BytesIO(content)).active for cell in row
    } <= set("sdn")


def test_cells_hold_values_rather_than_their_looks(rep, exported):
    axis = make_axis("place", "Place")
    top = make_category(axis, "Zhejiang")
    made = make_customer(
        "A",
        owner=rep,
        phones=["0571-1", "0571-2"],
        categories=[make_category(axis, "Hangzhou", top)],
    )
    row = exported("cols=name,place,owner,phones,created")[1]
    assert row[:4] == ["A", "Zhejiang / Hangzhou", "李娜", "0571-1, 0571-2"]
    moment = timezone.localtime(made.created_at).replace(tzinfo=None)
    assert abs(row[4] - moment) < timedelta(seconds=2)


def test_every_chunk_has_its_own_categories(rep, exported, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 2)
    axis = make_axis("mood", "Mood")
    for number in range(5):
        make_customer(owner=rep, categories=[make_category(axis, f"M{number}")])
    assert [row[0] for row in exported("cols=mood&sort=mood")[1:]] == [f"M{n}" for n in range(5)]


def test_a_chunk_costs_the_same_queries_for_one_row_and_for_many(rep, exported):
    counts = []
    for size in (1, 7):
        for _number in range(size):
            owned_with_deep_category(rep)
        with CaptureQueriesContext(connection) as queries:
            exported("cols=" + ",".join(CustomerGrid(rep, QueryDict()).columns_by_name))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def owned_with_deep_category(rep):
    axis, category = make_axis(), None
    for _level in range(4):
        category = make_category(axis, parent=category)
    return make_customer(owner=rep, categories=[category])


@pytest.mark.parametrize("kind", ["pdf", "XLSX", "..", "\0", "x" * 500])
def test_an_unknown_kind_is_refused_in_a_sentence(rep, kind):
    client = browser_of(rep)
    url = reverse("customers:list")
    response = client.get(url, {"export": kind}, headers={"referer": f"http://testserver{url}"})
    assert response["location"].endswith(url)
    assert "Choose xlsx or csv." in client.get(url).content.decode()


def test_a_sheet_that_went_out_comes_in_again_without_a_difference(rep, exported):
    place = make_axis("place", "Place")
    hangzhou = make_category(place, "Hangzhou", make_category(place, "Zhejiang"))
    made = make_customer("A", owner=rep, categories=[hangzhou], phones=["0571 8888 6666"])
    header, row = exported("cols=name,place,owner,phones,address")
    cells = [[cell or "" for cell in row]]
    assert checked(make_import(header, cells)).counts == {"same": 1}
    again = imported(make_import(header, cells), policy="create")
    assert (again.good, again.bad) == (1, 0)
    copy = Customer.objects.exclude(pk=made.pk).get()
    assert (copy.name, copy.owner, copy.category_ids) == ("A", rep, made.category_ids)
    assert copy.phones == ["0571 8888 6666"]


def test_the_file_is_named_after_the_list_and_the_day(rep):
    response = browser_of(rep).get(f"{reverse('customers:pool')}?export=csv")
    assert f"Pool-{timezone.localdate():%Y-%m-%d}.csv" in response["content-disposition"]
