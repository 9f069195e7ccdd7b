"""The dialog in which conditions are built: every step keeps what was typed."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from crm.grid.conditions.draft import draft_of, whole
from crm.grid.conditions.reading import read
from tests.factories import make_axis, make_customer, make_user
from tests.factories_sales import make_activity
from tests.house import browser_of
from tests.journeys.desks import PASSWORD, sign_in

URL = "/grids/customers/where/"
WHERE = (
    "owner.any(me),any(address.empty,name.has(pump)),activities:no(kind.any(visit),done.past(60))"
)
LIVE = {"HX-Request": "true", "HX-Target": "where"}


@pytest.fixture
def desk(house):
    return browser_of(house.owner)


def fields_of(page: str) -> dict[str, list[str]]:
    """What the form would send, as its inputs say."""
    sent: dict[str, list[str]] = {}
    for select in re.findall(r"<select.*?</select>", page, re.S):
        name = re.search(r'name="([^"]+)"', select)[1]
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        sent[name] = [chosen[1] if chosen else re.search(r'<option value="([^"]*)"', select)[1]]
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    return sent


def sent(desk, do, where="", **changes):
    page = desk.get(URL, {"where": where}).content.decode()
    return desk.post(f"{URL}?where={where}", {**fields_of(page), "do": do, **changes}, headers=LIVE)


@pytest.mark.django_db
class TestTheDialog:
    def test_it_opens_filled_and_leads_back_to_the_same_conditions(self, desk):
        answer = sent(desk, "show", WHERE)
        assert answer.headers["HX-Redirect"] == f"{reverse('customers:list')}?where={WHERE}"

    def test_the_rest_of_the_list_stays(self, desk):
        page = desk.get(URL, {"q": "x", "sort": "-name"}).content.decode()
        sent = {**fields_of(page), "c-0.what": "field:address", "c-0.op": "empty", "do": "show"}
        answer = desk.post(f"{URL}?q=x&sort=-name", sent, headers=LIVE)
        assert answer.headers["HX-Redirect"] == "/customers/?q=x&where=address.empty&sort=-name"

    @pytest.mark.parametrize(
        ("do", "rows"),
        {"add c": 9, "group c": 11, "add c-2": 9, "drop c-1": 5, "drop c-1-0": 7}.items(),
    )
    def test_rows_come_and_go_beside_what_was_typed(self, desk, do, rows):
        page = sent(desk, do, WHERE, **{"c-2-1.value": "61"}).content.decode()
        names = re.findall(r'name="(c[-0-9]*)\.what"', page)
        assert len(names) == rows
        assert 'value="61"' in page

    def test_another_field_brings_its_own_questions(self, desk):
        page = sent(desk, "", WHERE, **{"c-0.what": "field:created"}).content.decode()
        assert "is in the last … days" in page
        page = sent(desk, "", WHERE, **{"c-0.what": "related:opportunities"}).content.decode()
        assert 'name="c-0.op"' in page and "there are at least" in page

    def test_a_wrong_value_stays_and_says_why(self, desk):
        answer = sent(desk, "show", WHERE, **{"c-2-1.value": "soon"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="soon"' in page and "Give a whole number of days." in page

    @pytest.mark.parametrize("number", ["", "x", "-1", "2.5", "10000"])
    def test_what_is_no_number_of_rows_is_not_taken_for_one(self, desk, number):
        line = {"c-0.what": "related:opportunities", "c-0.op": "min", "c-0.number": number}
        answer = desk.post(URL, {"c.what": "group", "do": "show", **line}, headers=LIVE)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Give a whole number from 0 to 9999." in page and f'value="{number}"' in page
        assert "it has at least" not in page

    def test_a_number_that_was_not_asked_for_yet_is_one(self, desk):
        line = {"c-0.what": "related:opportunities", "c-0.op": "min", "do": "show"}
        answer = desk.post(URL, {"c.what": "group", **line}, headers=LIVE)
        assert answer.headers["HX-Redirect"].endswith("?where=opportunities:min1")

    @pytest.mark.parametrize(
        "lines",
        [
            {"c-0.what": "field:address", "c-0.op": "empty", "c-1.what": ""},
            {"c-0.what": "related:activities", "c-0.op": "no", "c-0-0.what": ""},
            {"c-0.what": "field:address", "c-0.op": "empty", "c-1.what": "group"},
        ],
    )
    def test_a_line_without_a_field_is_named_rather_than_left_out(self, desk, lines):
        answer = desk.post(URL, {"c.what": "group", "do": "show", **lines}, headers=LIVE)
        assert answer.status_code == 422
        assert "Choose a field for every line, or remove the line." in answer.content.decode()

    def test_it_reads_as_a_sentence_while_it_is_built(self, desk):
        page = desk.get(URL, {"where": WHERE}).content.decode()
        assert "Owner is me and (Address is empty or Name contains “pump”)" in page

    def test_nothing_built_is_everything(self, desk):
        assert sent(desk, "show").headers["HX-Redirect"] == f"{reverse('customers:list')}?"
        assert "Everything, without a condition." in desk.get(URL).content.decode()

    def test_without_a_script_it_is_a_page(self, desk):
        page = desk.post(URL, {"c.what": "group", "do": "add c"}).content.decode()
        assert "<html" in page and 'name="c-0.what"' in page

    @pytest.mark.parametrize(
        "text", ["", "field:", "related:x", "field:a(b", "group", "x" * 99, "\0"]
    )
    def test_nothing_that_is_sent_is_an_error(self, desk, text):
        data = {f"c-0.{name}": text for name in ("what", "op", "value", "number")}
        for do in ("show", "add c-0", "drop c", f"drop {text}"):
            answer = desk.post(
                URL, {"c.what": "group", "c.op": text, "do": do, **data}, headers=LIVE
            )
            assert answer.status_code in (200, 204, 422), do

    def test_a_list_that_is_not_there(self, desk):
        assert desk.get("/grids/nothing/where/").status_code == 404


@given(
    st.sampled_from(
        [WHERE, "not(name.is(a))", "not(any(name.is(a),name.is(b)))", "any(name.is(a))"]
    )
)
def test_a_draft_keeps_its_tree(text):
    assert whole(read(text)).top() == read(text)
    assert [draft_of(node).node() for node in read(text)] == list(read(text))


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.django_db(transaction=True)
def test_a_nested_view_is_built_by_hand_in_chinese(new_context, width):
    make_axis("segment", "Segment")
    rep = make_user("李娜", username="lina", password=PASSWORD)
    seen = make_customer("杭州泵业", owner=rep)
    make_customer("宁波阀门", owner=rep)
    make_activity(seen, by=rep, kind="visit", happened_at=timezone.now())
    page = new_context(locale="zh-CN", viewport={"width": width, "height": 800}).new_page()
    with translation.override("zh-hans"):
        sign_in(page, rep)
        page.goto("/customers/")
        page.get_by_role("button", name=_("Conditions")).click()
        choose(page, "c-0-what", "field:owner")
        page.locator("#dialog").get_by_label("我", exact=True).check()
        add(page, "c")
        choose(page, "c-1-what", "related:activities")
        choose(page, "c-1-op", "no")
        add(page, "c-1")
        choose(page, "c-1-0-what", "field:kind")
        page.locator("#dialog").get_by_label("拜访", exact=True).check()
        expect(page.locator("#where-said")).to_contain_text("没有满足“类型是拜访”的行动记录")
        page.locator(".sheet-foot .main").click()
        expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[data-row]")).to_contain_text("宁波阀门")
    expect(page.locator(".chip.cond")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def add(page, group):
    with page.expect_response(re.compile("/where/")):
        page.locator(f"button[value='add {group}']").click()


def choose(page, field, value):
    # htmx binds what it has just swapped in a moment later.
    page.wait_for_timeout(200)
    with page.expect_response(re.compile("/where/")):
        page.locator(f"#{field}").select_option(value)
    expect(page.locator(f"#{field}")).to_have_value(value)
