"""The same keys on a phone with a keyboard and in Chinese; names for those who listen to the page."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.journeys.desks import LOCALES, either_way
from tests.journeys.hands import toast
from tests.keyboard.fingers import BY_NAME, cursor, press, reaches, row_of

pytestmark = pytest.mark.django_db(transaction=True)


@either_way
def test_a_list_is_worked_through_without_a_mouse(desk_of, rep, two_pages, screen):
    page = desk_of(rep, screen)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(BY_NAME)
    press(page, "j", "j", "l", "x")
    expect(page.locator("[data-pick-count]")).to_have_text("1")
    assert cursor(page) == ("Beta Motors", "owner")
    press(page, "l", "Control+c")
    expect(toast(page)).to_contain_text(_("The row is copied."))
    press(page, "Escape", "PageDown")
    expect(row_of(page, "Epsilon Paper")).to_be_visible()
    reaches(page)
    assert cursor(page) == ("Epsilon Paper", "address")
    press(page, "Home", "Enter")
    expect(page.locator("[data-walk]")).to_contain_text("1 / 2")


@pytest.mark.parametrize("language", LOCALES, indirect=True)
def test_the_help_names_every_key(desk, customers, language):
    desk.goto(BY_NAME)
    press(desk, "?")
    dialog = desk.get_by_role("dialog")
    for name in ("Peek at the row", "Choose cells", "Copy cells, paste cells", "Ends of the row"):
        expect(dialog).to_contain_text(_(name))


def test_what_is_heard_is_named(desk, customers):
    desk.goto(BY_NAME)
    table = desk.get_by_role("grid", name=_("Customers"))
    expect(table.get_by_role("columnheader", name="Address")).to_be_attached()
    expect(table.get_by_role("gridcell", name="Alpha Tools Street")).to_be_attached()
    press(desk, "j", "Space")
    expect(desk.get_by_role("complementary", name=_("Peek"))).to_be_visible()
    expect(desk.locator("#peek [role=status]")).to_have_text("Alpha Tools")
    expect(row_of(desk, "Alpha Tools").first).to_have_attribute("aria-current", "true")
    press(desk, "Enter")
    expect(desk.get_by_role("navigation", name=_("Through the list"))).to_be_visible()
