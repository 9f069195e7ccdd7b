"""Which columns, in what order, how wide and which pinned: remembered for each person and view."""

import csv
import json

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.grid.layouts.models import NARROWEST, WIDEST, GridLayout
from crm.grid.saved.models import SavedView
from customers.grids import CustomerGrid
from tests.factories import make_axis, make_customer, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
COLS = "cols=name,address,owner"


@pytest.fixture
def rep():
    return make_user("Rep")


def names(user, query="") -> list[str]:
    return [column.name for column in CustomerGrid(user, QueryDict(query)).shown_columns]


def change(user, do, query=COLS, key="customers", **data):
    url = reverse("grids:layout", args=[key])
    return browser_of(user).post(url, {"do": do, "query": query, **data})


def said_of(user, **data) -> str:
    """Why a width was refused to a browser with htmx."""
    url, values = reverse("grids:layout", args=["customers"]), {"do": "width", "query": COLS}
    client = browser_of(user)
    answer = client.post(url, {**values, **data}, headers={"hx-request": "true"})
    assert answer.status_code == 422
    return json.loads(answer.headers["HX-Trigger"])["toasts"]["items"][0]["text"]


class TestTheAddress:
    def test_its_columns_stand_in_its_order(self, rep):
        assert names(rep, "cols=owner,name,address") == ["owner", "name", "address"]

    def test_it_wins_over_what_is_remembered(self, rep):
        change(rep, "show", cols=["owner", "name"])
        assert names(rep) == ["owner", "name"]
        assert names(rep, "cols=name,phones") == ["name", "phones"]

    def test_a_column_named_twice_stands_once(self, rep):
        assert names(rep, "cols=name,owner,name") == ["name", "owner"]

    def test_the_file_has_the_same_order(self, rep):
        make_customer("Hengyu", owner=rep)
        response = browser_of(rep).get("/customers/?cols=owner,name&export=csv")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert list(csv.reader(text.splitlines())) == [["Owner", "Name"], ["Rep", "Hengyu"]]


class TestChanging:
    def test_showing_remembers_and_leads_to_the_columns(self, rep):
        response = change(rep, "show", "name=a", cols=["owner", "name"], pinned=["name"])
        assert response.url == "/customers/?name=a&cols=owner,name"
        assert names(rep) == ["name", "owner"]

    def test_hiding(self, rep):
        assert change(rep, "hide", column="address").url.endswith("cols=name,owner")
        assert names(rep) == ["name", "owner"]

    def test_the_last_column_stays(self, rep):
        assert change(rep, "hide", "cols=name", column="name").url.endswith("cols=name")

    @pytest.mark.parametrize(
        ("do", "moved"), [("left", ["address", "name", "owner"]), ("right", None)]
    )
    def test_moving(self, rep, do, moved):
        change(rep, do, column="address")
        assert names(rep) == (moved or ["name", "owner", "address"])

    def test_pinning_brings_to_the_left_and_letting_go_brings_back(self, rep):
        change(rep, "pin", column="owner")
        assert names(rep, COLS) == ["name", "owner", "address"]
        change(rep, "pin", column="owner")
        assert names(rep, COLS) == ["name", "address", "owner"]

    def test_a_sixth_pin_is_refused_in_a_sentence(self, rep):
        six = ["name", "owner", "address", "phones", "email", "remarks"]
        response = change(rep, "show", cols=six, pinned=six)
        page = browser_of(rep)
        page.cookies = response.client.cookies
        assert "At most 5 columns can be pinned." in page.get("/customers/").content.decode()
        assert not GridLayout.objects.exists()

    def test_the_usual_ones_forget_everything(self, rep):
        usual = names(rep)
        change(rep, "show", cols=["owner"], pinned=["owner"])
        change(rep, "width", column="owner", width="200")
        change(rep, "usual")
        assert names(rep) == usual
        assert "200" not in browser_of(rep).get("/customers/").content.decode()

    def test_what_is_no_change_is_refused(self, rep):
        client, url = browser_of(rep), reverse("grids:layout", args=["customers"])
        answer = client.post(url, {"do": "nonsense"}, headers={"hx-request": "true"})
        assert answer.status_code == 409
        assert "no such change" in answer.headers["HX-Trigger"]
        assert change(rep, "show", key="nonsense").status_code == 404
        assert browser_of(rep).get(reverse("grids:layout", args=["customers"])).status_code == 405

    @pytest.mark.parametrize("name", ["", "nonsense", "\0", "name,owner"])
    def test_unknown_columns_change_nothing(self, rep, name):
        for do in ("hide", "left", "right", "pin"):
            assert change(rep, do, column=name).status_code == 302
        assert names(rep) == ["name", "address", "owner"]
        assert said_of(rep, column=name, width="90").endswith("Reload the page and try again.")
        assert not GridLayout.objects.exclude(widths={}).exists()


class TestWidths:
    def width_of(self, user, column="owner"):
        grid = CustomerGrid(user, QueryDict())
        return {c.name: c.width for c in grid.shown_columns}[column]

    @pytest.mark.parametrize(
        ("asked", "kept"), [("160", 160), ("1", NARROWEST), ("99999", WIDEST), ("", None)]
    )
    def test_they_stay_within_reason(self, rep, asked, kept):
        assert change(rep, "width", column="owner", width=asked).status_code == 204
        assert self.width_of(rep) == kept

    @pytest.mark.parametrize("asked", ["-5", "wide", "１２０", "1e3", "9" * 30])
    def test_what_is_no_length_is_refused_in_a_sentence(self, rep, asked):
        change(rep, "width", column="owner", width="160")
        sentence = said_of(rep, column="owner", width=asked)
        assert f"“{asked}” is no width of a column.\nGive whole pixels from 48 to 900" in sentence
        assert self.width_of(rep) == 160

    def test_the_page_draws_them_without_a_style(self, rep):
        make_customer(owner=rep)
        change(rep, "width", column="owner", width="160")
        html = browser_of(rep).get("/customers/").content.decode()
        assert '<col data-width-of="owner" width="160">' in html
        assert "style=" not in html

    def test_a_width_keeps_the_columns_and_the_columns_keep_the_width(self, rep):
        change(rep, "show", cols=["owner", "name"])
        change(rep, "width", column="owner", width="160")
        change(rep, "show", cols=["name", "owner"])
        assert names(rep) == ["name", "owner"]
        assert self.width_of(rep) == 160


class TestWhoseTheyAre:
    def test_nobody_elses(self, rep):
        before = names(make_user())
        change(rep, "show", cols=["owner"])
        assert names(make_user()) == before

    def test_each_view_has_its_own(self, rep):
        view = SavedView.objects.create(grid="customers", name="V", owner=rep, changed_by=rep)
        change(rep, "show", f"view={view.pk}", cols=["owner", "name"])
        assert names(rep, f"view={view.pk}") == ["owner", "name"]
        assert names(rep) != ["owner", "name"]

    def test_a_view_brings_its_columns_until_its_reader_has_others(self, rep):
        layout = {"columns": ["address", "name"]}
        view = SavedView.objects.create(
            grid="customers", name="V", owner=rep, changed_by=rep, layout=layout
        )
        assert names(rep, f"view={view.pk}") == ["address", "name"]
        change(rep, "hide", f"view={view.pk}", column="address")
        assert names(rep, f"view={view.pk}") == ["name"]

    def test_each_list_has_its_own(self, rep):
        change(rep, "show", key="contacts", cols=["name", "email"])
        assert not GridLayout.objects.filter(grid="customers").exists()
        assert names(rep) == names(make_user())


def test_a_column_that_is_gone_is_named_and_the_others_stand(rep):
    make_axis("mood", "Mood")
    change(rep, "show", cols=["name", "mood"])
    layout = GridLayout.objects.get()
    layout.columns = ["name", "gone"]
    layout.save()
    grid = CustomerGrid(rep, QueryDict())
    assert [column.name for column in grid.shown_columns] == ["name"]
    assert any("gone" in problem for problem in grid.all_problems)


def test_the_dialog_lists_the_shown_ones_first_in_their_order(rep):
    grid = CustomerGrid(rep, QueryDict("cols=owner,name"))
    choices = grid.columns_to_choose
    assert [(c.column.name, c.is_shown) for c in choices[:2]] == [("owner", True), ("name", True)]
    assert not any(choice.is_shown for choice in choices[2:])
    assert {c.column.name for c in choices} == grid.columns_by_name.keys()


def test_two_lists_at_once_do_not_share_their_columns(rep):
    """Each reader's page has columns of its own: what one remembers, the other never draws."""
    one, other = (CustomerGrid(rep, QueryDict(COLS)) for _number in range(2))
    one.shown_columns[0].width = 77
    assert other.shown_columns[0].width is None
    assert CustomerGrid.declared["name"].width is None
