"""The bell in a real Chromium, wide and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from crm.notices import notify
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(locale="en-GB"),
]
CUT_OFF = re.compile("net::ERR_FAILED|htmx:(sendError|afterRequest)")
SIZES = [{"width": 1280, "height": 800}, {"width": 375, "height": 740}]


@pytest.fixture
def reader():
    return make_user("Lina")


@pytest.fixture(params=SIZES, ids=["wide", "phone"])
def desk(page, client, live_server, reader, request):
    """The reader's browser; any error in its console fails the test."""
    client.force_login(reader)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_viewport_size(request.param)
    faults = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert [fault for fault in faults if not CUT_OFF.search(fault)] == []


def tell(reader, *customers):
    for customer in customers:
        notify([reader], "assigned", url="/pool/", by=make_user("Wang"), customer=customer)


def bell(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_the_bell_rings_without_a_reload_and_shows_what_happened(desk, reader):
    tell(reader, "Hengyu")
    desk.goto("/customers/")
    expect(bell(desk, "Notices 1 unread")).to_be_visible()
    tell(reader, "Yuanda")
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('notices-changed'))")
    bell(desk, "Notices 2 unread").click()
    menu = desk.locator("#notices")
    expect(menu.get_by_text("Wang assigned Yuanda to you.")).to_be_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= desk.viewport_size["width"]


def test_opening_a_notice_leads_on_and_takes_one_off_the_bell(desk, reader):
    tell(reader, "Hengyu", "Yuanda")
    desk.goto("/customers/")
    bell(desk, "Notices 2 unread").click()
    desk.locator("#notices").get_by_role("link", name="Wang assigned Hengyu to you.").click()
    expect(desk).to_have_url("/pool/")
    expect(bell(desk, "Notices 1 unread")).to_be_visible()


def test_all_are_marked_read_without_leaving_the_page(desk, reader):
    tell(reader, "Hengyu", "Yuanda")
    desk.goto("/customers/")
    bell(desk, "Notices 2 unread").click()
    desk.get_by_role("button", name="Mark all read").click()
    expect(bell(desk, "Notices")).to_be_visible()
    expect(desk).to_have_url("/customers/")
    assert not reader.notices.unread().exists()


def test_b_opens_the_bell_and_arrows_walk_in_it(desk, reader):
    tell(reader, "Hengyu")
    desk.goto("/notices/")
    desk.keyboard.press("b")
    link = desk.locator("#notices").get_by_role("link", name="Wang assigned")
    expect(link).to_be_visible()
    for _press in range(2):
        desk.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url("/pool/")


def test_a_bell_that_gets_no_answer_says_nothing(desk, reader):
    """It asks every minute: a toast a minute would be a plague."""
    desk.goto("/customers/")
    desk.route("**/notices/unread/", lambda route: route.abort())
    with desk.expect_event("requestfailed"):
        desk.evaluate("document.body.dispatchEvent(new CustomEvent('notices-changed'))")
    expect(desk.locator("#toasts [data-toast]")).to_have_count(0)
