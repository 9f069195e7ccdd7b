"""Typing and pasting what exists already, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_customer, make_team, make_user
from tests.house import browser_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(locale="en-GB"),
]
PASTE = """(field, text) => {
    field.focus();
    document.execCommand("insertText", false, text);
}"""


@pytest.fixture
def wu():
    return make_user("Wu Gang")


@pytest.fixture
def hengyu(wu):
    return make_customer("恒宇机械有限公司", owner=wu, phones=["138 0013 8000"])


@pytest.fixture
def desk(page, live_server):
    """A browser of Li Na, who may not read what Wu Gang holds."""
    client = browser_of(make_user("Li Na", make_team("East")))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_a_name_that_exists_is_said_before_typing_ends_and_saved_all_the_same(desk, hengyu):
    desk.goto("/customers/new/")
    desk.get_by_label("Name", exact=False).first.press_sequentially("恒宇机械（集团）")
    expect(desk.locator("#alike-name")).to_contain_text("owned by Wu Gang")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    desk.get_by_role("button", name="Save all the same").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("恒宇机械（集团）")


def test_a_pasted_number_is_looked_up_and_the_note_goes_with_it(desk, hengyu):
    desk.goto("/customers/new/")
    field = desk.get_by_label("Phones")
    field.evaluate(PASTE, "+86 13800138000")
    expect(desk.locator("#alike-phones")).to_contain_text("with this phone number exists")
    field.fill("")
    expect(desk.locator("#alike-phones")).to_be_empty()


def test_the_mobile_of_a_new_contact_is_looked_up_in_its_dialog(desk, hengyu):
    own = make_customer("Other Tools", owner=type(hengyu.owner).objects.get(display_name="Li Na"))
    desk.goto(own.get_absolute_url())
    desk.locator(f'[hx-get="/customers/{own.pk}/contacts/new/"]').first.click()
    desk.locator("#dialog").get_by_label("Mobile").press_sequentially("13800138000")
    expect(desk.locator("#alike")).to_contain_text("owned by Wu Gang")
