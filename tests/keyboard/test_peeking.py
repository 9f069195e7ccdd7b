"""Space peeks at the record beside the list, and the cursor walks on."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Customer
from tests.factories import make_contact, make_customer
from tests.factories_sales import make_activity, make_opportunity
from tests.journeys.desks import either_way
from tests.journeys.hands import toast
from tests.keyboard.fingers import BY_NAME, cursor, path_of, press, row_of

pytestmark = pytest.mark.django_db(transaction=True)


def pane(page):
    return page.locator("#peek")


def shows(page, text):
    expect(page.locator("#peek-body:not([aria-busy])")).to_be_visible()
    expect(pane(page).locator("h2").first).to_contain_text(text)


@pytest.fixture
def at_the_list(desk, customers):
    desk.goto(BY_NAME)
    return desk


@pytest.fixture
def peeking(at_the_list):
    press(at_the_list, "j", "Space")
    shows(at_the_list, "Alpha Tools")
    return at_the_list


@either_way
def test_space_opens_walking_goes_on_and_escape_closes(desk_of, rep, customers, screen):
    page = desk_of(rep, screen)
    page.goto(BY_NAME)
    press(page, "j", "Space")
    shows(page, "Alpha Tools")
    expect(pane(page)).to_contain_text(_("Contacts"))
    press(page, "j", "j")
    shows(page, "Delta Foods")
    expect(pane(page).locator("[data-peek-place]")).to_have_text("3 / 5")
    assert path_of(page) == BY_NAME
    press(page, "Escape")
    expect(pane(page)).to_be_hidden()
    assert cursor(page)[0] == "Delta Foods"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_pane_stands_beside_the_list_where_there_is_room(peeking):
    list_, beside = peeking.locator("#grid").bounding_box(), pane(peeking).bounding_box()
    assert list_["x"] + list_["width"] <= beside["x"]
    assert beside["y"] + beside["height"] <= peeking.viewport_size["height"]


def test_space_again_closes(peeking):
    press(peeking, "Space")
    expect(pane(peeking)).to_be_hidden()
    assert cursor(peeking) == ("Alpha Tools", "name")


def test_a_name_is_one_elements_only(peeking):
    names = peeking.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert sorted(names) == sorted(set(names))
    assert peeking.locator("h1").count() == 1


def test_the_parts_of_the_page_load_by_themselves(peeking):
    expect(pane(peeking).locator("#panel-activities, [id^=panel]").first).to_be_attached()
    pane(peeking).locator(".card", has_text=_("Changes")).scroll_into_view_if_needed()
    expect(pane(peeking).locator(".bone")).to_have_count(0)


def test_the_title_opens_the_page_whole(peeking, customers):
    pane(peeking).get_by_role("link", name="Alpha Tools").first.click()
    peeking.wait_for_url(f"**{customers[0].get_absolute_url()}")


def test_buttons_walk_as_well(peeking):
    pane(peeking).get_by_role("button", name=_("Next row")).click()
    shows(peeking, "Beta Motors")
    pane(peeking).get_by_role("button", name=_("Previous row")).click()
    shows(peeking, "Alpha Tools")
    pane(peeking).get_by_role("button", name=_("Close")).click()
    expect(pane(peeking)).to_be_hidden()
    assert cursor(peeking)[0] == "Alpha Tools"


def test_j_walks_from_within_the_pane_and_keeps_the_focus_there(peeking):
    peeking.locator("#peek-body").focus()
    press(peeking, "j")
    shows(peeking, "Beta Motors")
    assert peeking.evaluate("document.activeElement.id") == "peek-body"


def test_walking_quickly_ends_at_the_last_and_asks_for_few(at_the_list, customers):
    asked = []
    at_the_list.on("request", lambda r: "/customers/" in r.url and asked.append(r.url))
    press(at_the_list, "j", "Space", "j", "j", "j", "j")
    shows(at_the_list, "Gamma Steel")
    whole = [url for url in asked if url.endswith(tuple(c.get_absolute_url() for c in customers))]
    assert len(whole) <= 3


def test_a_late_answer_does_not_take_the_place_of_a_later_one(at_the_list, customers):
    def late(route):
        at_the_list.wait_for_timeout(600)
        route.continue_()

    at_the_list.route(f"**{customers[0].get_absolute_url()}", late, times=1)
    press(at_the_list, "j", "Space")
    at_the_list.wait_for_timeout(200)
    press(at_the_list, "j")
    shows(at_the_list, "Beta Motors")
    at_the_list.wait_for_timeout(800)
    shows(at_the_list, "Beta Motors")


def test_a_record_that_is_gone_is_said_to_be(at_the_list, customers):
    Customer.objects.filter(pk=customers[1].pk).update(deleted_at=timezone.now())
    press(at_the_list, "j", "j", "Space")
    expect(pane(at_the_list)).to_contain_text(_("This record is gone."))
    press(at_the_list, "j")
    shows(at_the_list, "Delta Foods")
    expect(toast(at_the_list)).to_be_empty()


def test_the_pane_walks_on_to_the_next_page(desk, two_pages):
    desk.goto(BY_NAME)
    press(desk, "j", "j", "j", "Space")
    shows(desk, "Delta Foods")
    press(desk, "j")
    shows(desk, "Epsilon Paper")
    expect(pane(desk).locator("[data-peek-place]")).to_have_text("1 / 2")


def test_a_box_is_ticked_by_space_as_ever(at_the_list):
    row_of(at_the_list, "Beta Motors").locator("[data-select-row]").focus()
    press(at_the_list, "Space")
    expect(at_the_list.locator("[data-pick-count]")).to_have_text("1")
    expect(pane(at_the_list)).to_be_hidden()


def test_a_verb_in_a_dialog_of_the_pane_comes_back_to_row_and_pane(peeking, customers):
    press(peeking, "j")
    shows(peeking, "Beta Motors")
    peeking.keyboard.press("p")
    dialog = peeking.get_by_role("dialog")
    dialog.get_by_label(_("Reason")).fill("Tender")
    dialog.get_by_role("button", name=_("Protect"), exact=True).click()
    expect(toast(peeking)).to_contain_text("Beta Motors")
    shows(peeking, "Beta Motors")
    assert cursor(peeking)[0] == "Beta Motors"
    assert path_of(peeking) == BY_NAME


def test_a_button_of_the_pane_does_its_work_and_leaves_the_list(desk, rep):
    for name in ("Pooled A", "Pooled B", "Pooled C"):
        make_customer(name, pool=rep.team)
    desk.goto("/pool/?sort=name")
    press(desk, "j", "j", "Space")
    shows(desk, "Pooled B")
    pane(desk).get_by_role("button", name=_("Claim"), exact=True).first.click()
    expect(toast(desk)).to_contain_text("Pooled B")
    assert Customer.objects.get(name="Pooled B").owner == rep
    assert path_of(desk) == "/pool/?sort=name"
    shows(desk, "Pooled C")
    assert cursor(desk)[0] == "Pooled C"


LISTS = {
    "contacts": ("/contacts/", lambda customer: make_contact(customer, "Wu Tao"), "Acme"),
    "activities": ("/activities/", lambda customer: make_activity(customer), "Acme"),
    "opportunities": ("/opportunities/", lambda customer: make_opportunity(customer), ""),
    "ledger": ("/ledger/", lambda customer: None, "Acme"),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_peeked_at(desk, rep, name):
    url, make, text = LISTS[name]
    make(make_customer("Acme", owner=rep))
    desk.goto(url)
    press(desk, "j", "Space")
    expect(pane(desk).locator(".card, .sheet-page").first).to_be_visible()
    expect(pane(desk)).to_contain_text(text)
    names = desk.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert sorted(names) == sorted(set(names))
