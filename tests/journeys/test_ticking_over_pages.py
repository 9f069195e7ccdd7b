"""Rows ticked on several pages are one selection; what is said to it is said to all of them."""

import pytest
from playwright.sync_api import expect

from crm.grid.exporting.models import ExportRecord
from customers.grids import CustomerGrid
from tests.factories import make_customer
from tests.journeys.desks import WIDE, either_way

pytestmark = pytest.mark.django_db(transaction=True)
COUNT, BOXES = "[data-pick-count]", "[data-select-row]"


@pytest.fixture
def two_to_a_page(company, monkeypatch):
    monkeypatch.setattr(CustomerGrid, "rows_on_a_page", 2)
    for number in range(5):
        make_customer(f"鼎盛阀门 {number:02}", owner=company.rep)


def turn(rep, rel):
    rep.locator(f"[rel={rel}]").click()
    expect(rep.locator(f"[rel={'prev' if rel == 'next' else 'next'}]")).to_be_visible()


@either_way
def test_ticks_last_while_the_list_is_turned_over(company, two_to_a_page, desk_of, screen):
    rep = desk_of(company.rep, **screen)
    rep.goto("/customers/?view=all&sort=name&cols=name")
    rep.locator(BOXES).first.check()
    turn(rep, "next")
    expect(rep.locator(COUNT)).to_have_text("1")
    expect(rep.locator("[data-pick-elsewhere]")).to_be_visible()
    rep.locator(BOXES).nth(1).check()
    expect(rep.locator(COUNT)).to_have_text("2")
    turn(rep, "prev")
    expect(rep.locator(BOXES).first).to_be_checked()
    expect(rep.locator(BOXES).nth(1)).not_to_be_checked()
    rep.reload()
    expect(rep.locator(COUNT)).to_have_text("2")
    assert rep.evaluate("document.documentElement.scrollWidth") <= rep.viewport_size["width"]
    export(rep)
    assert ExportRecord.objects.get().rows == 2
    expect(rep.locator(COUNT)).to_have_text("2")
    rep.goto("/customers/?view=all&sort=-name&cols=name")
    expect(rep.locator("[data-pick-bar]")).to_be_hidden()
    expect(rep.locator(f"{BOXES}:checked")).to_have_count(0)


def export(rep):
    rep.locator("[popovertarget=pick-menu]").click()
    rep.locator("#pick-menu button").last.click()
    dialog = rep.get_by_role("dialog")
    dialog.locator("input[value=csv]").check()
    with rep.expect_download() as download:
        dialog.locator("button[form=export]").click()
    text = download.value.path().read_text("utf-8-sig")
    assert [line.strip('"') for line in text.splitlines()[1:]] == ["鼎盛阀门 00", "鼎盛阀门 03"]
    expect(dialog).to_be_hidden()


def test_shift_takes_the_range_and_all_that_match_stay_all(company, two_to_a_page, desk_of):
    rep = desk_of(company.rep, **WIDE)
    rep.goto("/customers/?view=all&sort=name&cols=name")
    rep.locator(BOXES).first.click()
    rep.locator(BOXES).nth(1).click(modifiers=["Shift"])
    expect(rep.locator(COUNT)).to_have_text("2")
    rep.locator("[data-pick-everything]").click()
    expect(rep.locator(COUNT)).to_have_text("5")
    turn(rep, "next")
    expect(rep.locator(COUNT)).to_have_text("5")
    rep.locator(BOXES).first.uncheck()
    expect(rep.locator(COUNT)).to_have_text("1")
    rep.keyboard.press("Escape")
    expect(rep.locator("[data-pick-bar]")).to_be_hidden()
