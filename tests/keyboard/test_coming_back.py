"""After a record or a form one is back at the same row, and the record itself walks on."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from customers.models import Customer
from tests.factories import make_contact, make_customer
from tests.factories_views import make_view
from tests.journeys.desks import either_way
from tests.journeys.hands import quick_match_box, toast
from tests.keyboard.fingers import BY_NAME, cell_of, cursor, press, reaches, row_of

pytestmark = pytest.mark.django_db(transaction=True)


def bar(page):
    return page.locator("[data-walk]")


def title(page):
    return page.locator("#main h1")


@pytest.fixture
def at_the_list(desk, customers):
    desk.goto(BY_NAME)
    return desk


@pytest.fixture
def at_the_second(at_the_list):
    press(at_the_list, "j", "j", "Enter")
    expect(title(at_the_list)).to_contain_text("Beta Motors")
    return at_the_list


@either_way
def test_the_bar_walks_and_leads_back_to_the_row(desk_of, rep, customers, screen):
    page = desk_of(rep, screen)
    page.goto(BY_NAME)
    row_of(page, "Beta Motors").get_by_role("link", name="Beta Motors").click()
    expect(bar(page)).to_contain_text("2 / 5")
    bar(page).get_by_role("button", name=pgettext("record", "Next")).click()
    expect(title(page)).to_contain_text("Delta Foods")
    expect(bar(page)).to_contain_text("3 / 5")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    bar(page).get_by_role("link", name=_("Customers")).click()
    page.wait_for_url(f"**{BY_NAME}")
    assert cursor(page)[0] == "Delta Foods"


@pytest.mark.parametrize("keys", [("]", "["), ("j", "k")])
def test_keys_walk_from_record_to_record(at_the_second, keys):
    press(at_the_second, keys[0])
    expect(title(at_the_second)).to_contain_text("Delta Foods")
    press(at_the_second, keys[1])
    expect(title(at_the_second)).to_contain_text("Beta Motors")


def test_walking_goes_on_to_the_next_page_and_back(desk, two_pages):
    desk.goto(BY_NAME)
    press(desk, "j", "j", "j", "Enter")
    expect(bar(desk)).to_contain_text("3 / 3")
    press(desk, "]")
    expect(title(desk)).to_contain_text("Epsilon Paper")
    press(desk, "[")
    expect(title(desk)).to_contain_text("Delta Foods")
    press(desk, "]")
    expect(title(desk)).to_contain_text("Epsilon Paper")
    bar(desk).get_by_role("link").click()
    expect(row_of(desk, "Epsilon Paper")).to_be_visible()
    assert cursor(desk)[0] == "Epsilon Paper"


def test_the_ends_of_the_list_are_the_ends(at_the_list):
    press(at_the_list, "j", "Enter")
    expect(
        bar(at_the_list).get_by_role("button", name=pgettext("record", "Previous"))
    ).to_be_disabled()
    press(at_the_list, "[")
    expect(title(at_the_list)).to_contain_text("Alpha Tools")


def test_the_browsers_back_finds_row_and_column(at_the_list, customers):
    press(at_the_list, "j", "j", "l")
    at_the_list.evaluate("document.activeElement.removeAttribute('data-edit')")
    press(at_the_list, "Enter")
    expect(title(at_the_list)).to_contain_text("Beta Motors")
    at_the_list.go_back()
    at_the_list.wait_for_url(f"**{BY_NAME}")
    assert cursor(at_the_list) == ("Beta Motors", "owner")


def test_the_list_is_scrolled_as_it_was_left(desk, rep):
    for number in range(45):
        make_customer(f"Customer {number:02}", owner=rep)
    desk.goto(BY_NAME)
    press(desk, "G", "Enter")
    expect(title(desk)).to_contain_text("Customer 44")
    bar(desk).get_by_role("link").click()
    desk.wait_for_url(f"**{BY_NAME}")
    expect(row_of(desk, "Customer 44")).to_be_in_viewport()
    assert desk.locator("#grid .scroll").evaluate("at => at.scrollTop") > 300


def test_after_a_form_the_bar_is_still_there(at_the_second):
    press(at_the_second, "e")
    at_the_second.get_by_label(_("Short name")).fill("Beta")
    at_the_second.get_by_role("button", name=_("Save")).first.click()
    expect(toast(at_the_second)).to_contain_text("Beta Motors")
    expect(bar(at_the_second)).to_contain_text("2 / 5")
    press(at_the_second, "]")
    expect(title(at_the_second)).to_contain_text("Delta Foods")


def test_a_record_found_elsewhere_has_no_bar(at_the_list, rep):
    other = make_customer("Omega", owner=rep)
    at_the_list.goto(other.get_absolute_url())
    expect(title(at_the_list)).to_contain_text("Omega")
    expect(bar(at_the_list)).to_be_hidden()


def test_a_list_opened_afresh_begins_at_its_top(at_the_list):
    press(at_the_list, "j", "j")
    at_the_list.goto("/contacts/")
    at_the_list.goto(BY_NAME)
    assert cursor(at_the_list) == ("", "")


def test_who_deletes_a_record_is_back_at_the_row_after_it(at_the_second):
    at_the_second.get_by_role("button", name=_("More")).click()
    at_the_second.get_by_role("button", name=_("Delete")).click()
    expect(toast(at_the_second)).to_contain_text("Beta Motors")
    at_the_second.wait_for_url(f"**{BY_NAME}")
    expect(row_of(at_the_second, "Alpha Tools")).to_be_visible()
    reaches(at_the_second)
    assert cursor(at_the_second)[0] == "Delta Foods"


def test_who_deletes_a_record_is_back_past_the_view_the_list_opens_with(desk, rep, customers):
    view = make_view(rep, "sort=-name")
    view.places.create(user=rep, grid="customers", is_default=True)
    desk.goto(BY_NAME)
    press(desk, "j", "j", "Enter")
    expect(title(desk)).to_contain_text("Beta Motors")
    desk.get_by_role("button", name=_("More")).click()
    desk.get_by_role("button", name=_("Delete")).click()
    expect(toast(desk)).to_contain_text("Beta Motors")
    reaches(desk, "Delta Foods")


def test_a_verb_said_on_the_list_comes_back_to_the_row_after(desk, rep):
    for name in ("Pooled A", "Pooled B", "Pooled C"):
        make_customer(name, pool=rep.team)
    desk.goto("/pool/?sort=name")
    press(desk, "j", "j")
    Customer.objects.get(name="Pooled B").claim(by=rep)
    desk.reload()
    assert cursor(desk)[0] == "Pooled C"


def test_two_people_of_one_customer_are_walked_one_by_one(desk, customers):
    for name in ("Ann", "Bob", "Cid"):
        make_contact(customers[0], name)
    desk.goto("/contacts/?sort=name")
    press(desk, "j", "Enter")
    expect(bar(desk)).to_contain_text("1 / 3")
    press(desk, "]")
    expect(bar(desk)).to_contain_text("2 / 3")
    press(desk, "]")
    expect(bar(desk)).to_contain_text("3 / 3")
    bar(desk).get_by_role("link").click()
    desk.wait_for_url("**/contacts/?sort=name")
    assert cursor(desk)[0] == "Cid"


def test_sorting_leaves_the_focus_on_the_heading(at_the_list):
    at_the_list.locator("th[data-col=created] a").focus()
    press(at_the_list, "Enter")
    at_the_list.wait_for_url("**sort=created**")
    assert at_the_list.evaluate("document.activeElement.closest('th')?.dataset.col") == "created"


def test_what_a_headings_menu_does_leaves_the_focus_on_the_heading(at_the_list):
    at_the_list.locator("th[data-col=created] [data-head]").focus()
    press(at_the_list, "Enter")
    expect(at_the_list.locator("[data-head-menu] a").first).to_be_focused()
    press(at_the_list, "ArrowDown", "Enter")
    at_the_list.wait_for_url("**created**")
    expect(at_the_list.locator("th[data-col=created] [data-head]")).to_be_focused()


def test_who_is_led_to_the_list_comes_to_the_list_they_left(at_the_second):
    away = {"HX-Redirect": "/customers/"}

    def lose(route):
        if route.request.method == "POST":
            route.fulfill(status=200, headers=away)
        else:
            route.fallback()

    at_the_second.route("**/protect/", lose)
    press(at_the_second, "p")
    dialog = at_the_second.get_by_role("dialog")
    dialog.get_by_label(_("Reason")).fill("Tender")
    dialog.get_by_role("button", name=_("Protect"), exact=True).click()
    at_the_second.wait_for_url(f"**{BY_NAME}")
    assert cursor(at_the_second)[0] == "Beta Motors"


def test_narrowing_by_a_dialog_leaves_the_focus_on_the_row(at_the_list):
    cell_of(at_the_list, "Delta Foods", "address").click()
    press(at_the_list, "f")
    at_the_list.locator("#dialog").get_by_role("button", name=_("Show"), exact=True).click()
    expect(at_the_list.get_by_role("dialog")).to_be_hidden()
    reaches(at_the_list)
    assert cursor(at_the_list) == ("Delta Foods", "address")


def test_a_chip_that_was_pressed_has_the_focus_again(at_the_list):
    chip = at_the_list.locator(".chips a[aria-pressed]").first
    chip.focus()
    press(at_the_list, "Enter")
    at_the_list.wait_for_url("**state=mine**")
    # Its count comes after the page.
    expect(at_the_list.locator("#grid-states:not([hx-get])")).to_be_visible()
    expect(at_the_list.locator(".chips a[aria-pressed=true]")).to_be_focused()


def test_typing_in_the_quick_match_keeps_the_field(at_the_list):
    box = quick_match_box(at_the_list)
    box.press_sequentially("delta")
    expect(at_the_list.locator("#grid [data-row]")).to_have_count(1)
    expect(box).to_be_focused()


def test_a_dialog_that_closes_gives_the_focus_back(at_the_list):
    cell_of(at_the_list, "Beta Motors", "address").click()
    press(at_the_list, "f")
    expect(at_the_list.get_by_role("dialog")).to_be_visible()
    press(at_the_list, "Escape")
    assert cursor(at_the_list) == ("Beta Motors", "address")
