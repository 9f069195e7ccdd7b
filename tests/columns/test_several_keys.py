"""An order by several columns, made in the menu of a heading."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.factories import make_customer
from tests.journeys.desks import PHONE

OWNER_THEN_NAME = "/customers/?sort=owner&cols=name,owner,created"


@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    @pytest.fixture
    def rows(self, rep):
        return [make_customer(name, owner=rep) for name in ("Anchor", "Beta")]

    def test_a_key_is_added_and_taken_away_by_keyboard(self, rep, rows, desk_of):
        page = desk_of(rep)
        page.goto(OWNER_THEN_NAME)
        page.locator("th[data-col=name] [data-head]").press("Enter")
        expect(page.locator("#head-menu .further a")).to_have_count(2)
        for _press in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**sort=owner,-name**")
        expect(page.locator("#grid th sub")).to_have_text(["2", "1"])
        assert page.locator("#grid [data-row] .title").all_inner_texts() == ["Beta", "Anchor"]
        page.locator("th[data-col=owner] [data-head]").press("Enter")
        page.get_by_role("link", name=_("No longer by this column")).press("Enter")
        page.wait_for_url("**sort=-name**")
        expect(page.locator("#grid th sub")).to_have_count(0)

    def test_a_thumb_adds_one_as_well(self, rep, rows, desk_of):
        page = desk_of(rep, PHONE)
        page.goto(OWNER_THEN_NAME)
        page.get_by_role("button", name=_("Filter and sort")).click()
        page.locator("#dialog .heads-list button").filter(
            has_text=_("name").capitalize()
        ).first.click()
        page.locator("#dialog .further a").nth(1).click()
        page.wait_for_url("**sort=owner,-name**")
        page.get_by_role("button", name=_("Filter and sort")).click()
        expect(page.locator("#dialog .heads-list sub")).to_have_text(["2", "1"])
