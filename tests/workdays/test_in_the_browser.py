"""The calendar by keyboard and by finger."""

from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import expect

from crm.models import SpecialDay
from tests.factories import make_user
from tests.house import browser_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(locale="en-US"),
]


@pytest.fixture
def year(page, live_server):
    """The year 2026, open before an administrator."""
    cookie = browser_of(make_user(is_admin=True)).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto("/workdays/2026/")
    return page


@pytest.mark.parametrize("width", [1280, 375])
def test_a_day_is_made_a_holiday_and_the_undo_takes_it_back(year, width):
    year.set_viewport_size({"width": width, "height": 800})
    assert year.evaluate("document.documentElement.scrollWidth") <= width
    year.locator("#d2026-10-01").click()
    sheet = year.get_by_role("dialog")
    sheet.get_by_label("Name").fill("Founding Day")
    sheet.get_by_role("button", name="Save").click()
    expect(year.locator("#d2026-10-01")).to_have_class("day holiday")
    expect(year.locator("#year")).to_contain_text("Founding Day")
    assert SpecialDay.objects.get().day == date(2026, 10, 1)
    year.get_by_role("button", name="Undo").click()
    expect(year.locator("#d2026-10-01")).to_have_class("day work")
    assert not SpecialDay.objects.exists()


def test_the_arrow_keys_walk_the_year(year):
    year.locator("#d2026-01-01").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "End", "ArrowRight"):
        year.keyboard.press(key)
    expect(year.locator("#d2026-12-31")).to_be_focused()
    year.keyboard.press("Home")
    expect(year.locator("#d2026-01-01")).to_be_focused()
    year.keyboard.press("ArrowDown")
    expect(year.locator("#d2026-01-08")).to_be_focused()
    year.keyboard.press("Enter")
    expect(year.get_by_role("dialog").get_by_label("a day of rest")).to_be_checked()
