"""Cells go into a spreadsheet and come back: what is chosen, what the clipboard holds, what is sent."""

import csv
import io
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Customer, RuleVersion
from tests.factories import make_axis, make_category, make_customer
from tests.house import browser_of
from tests.journeys.desks import LOCALES
from tests.journeys.hands import toast
from tests.keyboard.fingers import BY_NAME, cell_of, cursor, press, reaches, row_of

pytestmark = pytest.mark.django_db(transaction=True)

HARD = {
    "name": "=1+1",
    "short_name": "007",
    "address": "Line one\nLine two",
    "remarks": 'He said "no"\tand left',
    "website": "",
    "credit_code": "91330100MA27XF1L0Y",
}


@pytest.fixture
def at_the_list(desk, customers):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(BY_NAME)
    return desk


def copied(page) -> list[list[str]]:
    """The clipboard's text as a spreadsheet reads it."""
    text = page.evaluate("navigator.clipboard.readText()")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


def table_copied(page) -> str:
    return page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
        return (await item.getType("text/html")).text() }"""
    )


def chosen(page) -> list[str]:
    return page.locator("#grid [aria-selected=true]").evaluate_all(
        "cells => cells.map((cell) => cell.textContent.trim())"
    )


def exported(user, query) -> list[list[str]]:
    url = f"{reverse('customers:list')}{query}&export=csv"
    response = browser_of(user).get(url, headers={"accept-language": get_language()})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_shift_and_arrows_choose_cells_and_escape_lets_them_go(at_the_list):
    press(at_the_list, "j", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown")
    assert chosen(at_the_list) == [
        "Alpha Tools",
        "李娜",
        "Beta Motors",
        "李娜",
        "Delta Foods",
        "李娜",
    ]
    press(at_the_list, "Shift+ArrowUp")
    assert len(chosen(at_the_list)) == 4
    assert cursor(at_the_list) == ("Alpha Tools", "name")
    press(at_the_list, "Escape")
    assert chosen(at_the_list) == []


def test_moving_the_cursor_lets_go(at_the_list):
    press(at_the_list, "j", "Shift+ArrowRight", "j")
    assert chosen(at_the_list) == []


def test_a_shift_click_chooses_up_to_there(at_the_list):
    cell_of(at_the_list, "Alpha Tools", "owner").click()
    cell_of(at_the_list, "Delta Foods", "address").click(modifiers=["Shift"])
    assert len(chosen(at_the_list)) == 6


def test_dragging_chooses_and_follows_no_link(at_the_list):
    cell_of(at_the_list, "Alpha Tools", "name").get_by_role("link").hover()
    at_the_list.mouse.down()
    cell_of(at_the_list, "Beta Motors", "owner").hover()
    at_the_list.mouse.up()
    assert chosen(at_the_list) == ["Alpha Tools", "李娜", "Beta Motors", "李娜"]
    assert "sort=name" in at_the_list.url


@pytest.mark.parametrize("language", LOCALES, indirect=True)
def test_chosen_cells_are_what_the_export_writes_there(at_the_list, rep):
    press(at_the_list, "j", "l", "l", "Shift+ArrowRight", "Shift+ArrowDown", "Control+c")
    sentence = _("{rows} × {columns} cells copied.").format(rows=2, columns=2)
    expect(toast(at_the_list)).to_contain_text(sentence)
    assert copied(at_the_list) == [line[2:] for line in exported(rep, BY_NAME[11:])[1:3]]


def test_one_cell_is_copied_by_itself(at_the_list):
    press(at_the_list, "j", "l", "l", "Control+c")
    expect(toast(at_the_list)).to_contain_text(_("The cell is copied."))
    assert copied(at_the_list) == [["Alpha Tools Street"]]


def test_ticked_rows_go_whole_and_with_their_headings(at_the_list, rep):
    press(at_the_list, "j", "x", "j", "j", "x", "Control+c")
    expect(toast(at_the_list)).to_contain_text(_("{rows} rows copied.").format(rows=2))
    sheet = exported(rep, BY_NAME[11:])
    assert copied(at_the_list) == [sheet[0], sheet[1], sheet[3]]


def test_who_chose_all_that_match_is_told_that_a_page_is_copied(desk, two_pages):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(BY_NAME)
    desk.locator("[data-select-all]").check()
    desk.locator("[data-pick-everything]").click()
    press(desk, "Control+c")
    sentence = _("Only the {rows} rows of this page are copied. Export takes all that match.")
    expect(toast(desk)).to_contain_text(sentence.format(rows=3))
    assert len(copied(desk)) == 4


def test_who_ticked_rows_on_other_pages_too_is_told_that_these_stay_behind(desk, two_pages):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(BY_NAME)
    press(desk, "j", "x", "PageDown")
    expect(row_of(desk, "Epsilon Paper")).to_be_visible()
    reaches(desk)
    press(desk, "x", "Control+c")
    sentence = _("Only the {rows} rows of this page are copied. Export takes all that match.")
    expect(toast(desk)).to_contain_text(sentence.format(rows=1))
    assert [line[0] for line in copied(desk)[1:]] == ["Epsilon Paper"]


def test_hard_values_come_as_the_export_has_them(desk, rep):
    place = make_axis("place", "Place")
    deep = make_category(place, "Hangzhou", make_category(place, "Zhejiang"))
    made = make_customer("x", owner=rep, categories=[deep], phones=["0571-1", "0571-2"])
    Customer.objects.filter(pk=made.pk).update(**HARD)
    query = f"?cols={','.join(HARD)},place,phones,created,owner"
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"/customers/{query}")
    press(desk, "j", "x", "Control+c")
    expect(toast(desk)).to_contain_text(_("The row is copied."))
    assert copied(desk) == exported(rep, query)
    assert "mso-number-format:'\\@'\">007<" in table_copied(desk)


def test_what_a_pool_masks_stays_masked_on_the_clipboard(desk, rep):
    RuleVersion.objects.create(
        sections={"pool_view": {"fields": {"phones": "masked"}}}, effective_from="2020-01-01"
    )
    make_customer("Pooled", pool=rep.team, phones=["13812345678"])
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto("/pool/?cols=name,phones")
    press(desk, "j", "l", "Control+c")
    expect(toast(desk)).to_contain_text(_("The cell is copied."))
    ((phone,),) = copied(desk)
    assert phone != "" and "1234" not in phone


def test_marked_text_is_copied_as_ever(at_the_list):
    at_the_list.locator("#main h1").dblclick()
    press(at_the_list, "Control+c")
    at_the_list.wait_for_timeout(150)
    assert copied(at_the_list) == [[_("Customers")]]


def pasting(page, text, *keys):
    """What is sent when `text` is pasted after the keys were pressed."""
    page.evaluate("document.getElementById('grid').dataset.pasteUrl = '/grids/customers/paste/'")
    page.route("**/paste/", lambda route: route.fulfill(status=200, body="<p>Sheet</p>"))
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    press(page, *keys)
    with page.expect_request("**/paste/") as sent:
        press(page, "Control+v")
    return {name: values[0] for name, values in parse_qs(sent.value.post_data).items()}


def test_pasting_sends_rows_and_columns_from_the_cursor_on(at_the_list, customers):
    sent = pasting(at_the_list, "1\t2\n3\t4", "j", "j", "l")
    pk = {customer.name: str(customer.pk) for customer in customers}
    below = ["Beta Motors", "Delta Foods", "Epsilon Paper", "Gamma Steel"]
    assert sent["ids"].split(",") == [pk[name] for name in below]
    assert sent["cols"] == "owner,address,created"
    assert sent["text"].replace("\r", "") == "1\t2\n3\t4"
    expect(at_the_list.get_by_role("dialog")).to_contain_text("Sheet")


def test_one_value_fills_the_chosen_cells(at_the_list, customers):
    keys = ["j", "l", "l", "Shift+ArrowRight", "Shift+ArrowDown"]
    sent = pasting(at_the_list, "New\n", *keys)
    assert sent["ids"] == f"{customers[0].pk},{customers[1].pk}"
    assert (sent["cols"], sent["text"]) == ("address,created", "New\tNew\nNew\tNew")


def test_a_list_that_takes_nothing_says_so(at_the_list):
    at_the_list.evaluate("delete document.getElementById('grid').dataset.pasteUrl")
    at_the_list.evaluate("navigator.clipboard.writeText('x')")
    press(at_the_list, "j", "Control+v")
    sentence = _("Nothing can be pasted into this list. Open the record to change it.")
    expect(toast(at_the_list)).to_contain_text(sentence)


def test_pasting_into_a_field_is_typing(at_the_list):
    at_the_list.evaluate("navigator.clipboard.writeText('alp')")
    box = at_the_list.get_by_role("searchbox", name=_("Quick match"))
    box.focus()
    press(at_the_list, "Control+v")
    expect(box).to_have_value("alp")
    expect(row_of(at_the_list, "Beta Motors")).to_have_count(0)
