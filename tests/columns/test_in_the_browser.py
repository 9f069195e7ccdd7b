"""Headings, columns and thumbs in a real browser, in either language."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.factories_sales import make_opportunity, make_sold_to
from tests.factories_views import make_view
from tests.journeys.desks import PHONE, either_way
from tests.journeys.hands import fits, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("region")]


def head(page, column):
    return page.locator(f"th[data-col={column}] [data-head]")


def values(page):
    return page.locator(".values")


def headings(page) -> list[str]:
    return page.locator("th[data-col]").evaluate_all("found => found.map(th => th.dataset.col)")


def width_of(page, column) -> float:
    return page.locator(f"th[data-col={column}]").bounding_box()["width"]


def settled(page):
    page.wait_for_load_state("networkidle")


def show(place):
    place.get_by_role("button", name=_("Show"), exact=True).click()


class TestAHeading:
    def test_ticking_a_value_shows_its_rows(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?sort=name")
        head(page, "region").click()
        place = values(page).get_by_role("checkbox").nth(1)
        expect(values(page).locator("b").nth(1)).to_have_text("2")
        place.check()
        show(page.locator("[data-head-menu]"))
        expect(page.locator("[data-row]")).to_have_count(2)
        assert "sort=name" in page.url
        expect(head(page, "region")).to_contain_text(_("filtered"))

    def test_all_of_it_works_by_keyboard(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/")
        head(page, "region").focus()
        page.keyboard.press("Enter")
        menu = page.locator("[data-head-menu]")
        expect(menu.get_by_role("link", name=_("Rising"))).to_be_focused()
        expect(values(page).locator("li")).to_have_count(4)
        page.keyboard.press("ArrowDown")
        expect(menu.get_by_role("link", name=_("Falling"))).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(values(page).get_by_role("checkbox").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(head(page, "region")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(head(page, "owner")).to_be_focused()

    def test_a_list_emptied_by_its_filter_keeps_its_headings(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?name=nobody")
        expect(page.locator(".empty")).to_be_visible()
        head(page, "name").click()
        page.locator("[data-head-menu]").get_by_role("link", name=_("Clear")).click()
        expect(page.locator("[data-row]")).to_have_count(4)

    def test_a_question_is_chosen_and_answered_in_one_row(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/")
        head(page, "name").click()
        menu = page.locator("[data-head-menu]")
        menu.locator("[data-question]").select_option("name_starts")
        menu.locator("[data-answer]").fill("Al")
        show(menu)
        expect(page.locator("[data-row]")).to_have_count(1)
        assert page.url.endswith("/customers/?name_starts=Al")
        head(page, "name").click()
        expect(menu.locator("[data-answer]")).to_have_value("Al")

    def test_a_question_without_an_answer_hides_it_and_keeps_what_was_typed(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/")
        head(page, "name").click()
        menu = page.locator("[data-head-menu]")
        menu.locator("[data-answer]").fill("Al")
        menu.locator("[data-question]").select_option("name_filled")
        expect(menu.locator("[data-answer]")).to_be_hidden()
        menu.locator("[data-question]").select_option("name_not")
        expect(menu.locator("[data-answer]")).to_have_value("Al")
        menu.locator("[data-question]").select_option("name_filled")
        show(menu)
        expect(page.locator("[data-row]")).to_have_count(4)
        assert page.url.endswith("/customers/?name_filled=1")


class TestColumns:
    def test_a_dragged_edge_is_remembered(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?cols=name,region,owner")
        edge = page.locator("th[data-col=region] [data-edge]").bounding_box()
        page.mouse.move(edge["x"] + 4, edge["y"] + 12)
        page.mouse.down()
        page.mouse.move(edge["x"] + 4 + 90, edge["y"] + 12, steps=4)
        page.mouse.up()
        settled(page)
        dragged = width_of(page, "region")
        page.reload()
        assert abs(width_of(page, "region") - dragged) < 3

    def test_a_width_is_changed_by_keys(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?cols=name,region,owner")
        before = width_of(page, "region")
        page.locator("th[data-col=region] [data-edge]").focus()
        with page.expect_response("**/layout/"):
            for _time in range(3):
                page.keyboard.press("ArrowLeft")
        page.reload()
        assert width_of(page, "region") < before - 30

    def test_they_are_dragged_into_another_order_that_stays(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?cols=name,region,owner")
        page.get_by_role("button", name=_("Columns")).click()
        grips = page.locator("[data-columns-grip]")
        expect(grips.first).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.wait_for_function("document.getAnimations().length === 0")
        start, goal = grips.nth(2).bounding_box(), grips.nth(1).bounding_box()
        page.mouse.move(start["x"] + 8, start["y"] + 10)
        page.mouse.down()
        page.mouse.move(goal["x"] + 8, goal["y"] + 8, steps=6)
        page.mouse.up()
        page.get_by_role("button", name=_("Show these")).click()
        settled(page)
        assert headings(page) == ["name", "owner", "region"]
        page.goto("/customers/")
        assert headings(page) == ["name", "owner", "region"]

    def test_they_are_moved_by_keys_found_by_name_and_pinned(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/?cols=name,region,owner")
        page.get_by_role("button", name=_("Columns")).click()
        dialog = page.locator("[data-columns]")
        dialog.locator("input[name=cols][value=owner]").focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(dialog.locator("input[name=cols][value=owner]")).to_be_focused()
        dialog.locator("[data-columns-find]").fill("email")
        expect(dialog.locator("li:visible")).to_have_count(1)
        dialog.locator("input[name=cols][value=email]").check()
        dialog.locator("[data-columns-find]").fill("")
        dialog.locator(".pin:has([value=region])").click()
        page.get_by_role("button", name=_("Show these")).click()
        settled(page)
        assert headings(page) == ["name", "region", "owner", "email"]
        second = page.locator("th.pinned").nth(1)
        left = second.evaluate("th => parseFloat(getComputedStyle(th).left)")
        picks = page.locator("th.pick").bounding_box()["width"]
        assert abs(left - picks - width_of(page, "name")) < 3

    def test_hiding_and_the_usual_ones(self, rep, desk_of):
        page = desk_of(rep)
        page.goto("/customers/")
        usual = headings(page)
        head(page, "owner").click()
        page.get_by_role("button", name=_("Hide the column")).click()
        settled(page)
        assert headings(page) == [name for name in usual if name != "owner"]
        page.get_by_role("button", name=_("Columns")).click()
        page.get_by_role("button", name=_("The usual ones")).click()
        settled(page)
        assert headings(page) == usual


@either_way
def test_among_many_views_the_open_one_is_in_sight(rep, desk_of, screen):
    views = [make_view(rep, "sort=name", f"A view of some length {number}") for number in range(20)]
    page = desk_of(rep, screen)
    page.goto(f"/customers/?view={views[15].pk}")
    expect(page.locator(".views .tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    assert fits(page)


class TestUnderAThumb:
    def test_a_column_is_reached_without_headings(self, rep, desk_of):
        page = desk_of(rep, PHONE)
        page.goto("/customers/")
        page.get_by_role("button", name=_("Filter and sort")).tap()
        dialog = page.locator("#dialog")
        dialog.get_by_role("button", name="Region").tap()
        values(dialog).get_by_role("checkbox").nth(1).check()
        show(dialog)
        expect(page.locator("[data-row]")).to_have_count(2)
        assert fits(page)
        page.get_by_role("button", name=_("Filter and sort")).tap()
        expect(dialog.get_by_role("button", name="Region").locator("small")).not_to_be_empty()

    def test_long_conditions_are_one_line_until_it_is_pressed(self, rep, desk_of):
        page = desk_of(rep, PHONE)
        page.goto("/customers/?name=a&name_not=Alphabetical&address_empty=1&sort=name")
        fold = page.locator("[data-fold]")
        clear = page.get_by_role("link", name=_("Clear all"))
        expect(fold).to_have_attribute("aria-expanded", "false")
        assert fold.bounding_box()["height"] < 40
        expect(page.locator(".chip.cond")).to_have_count(3)
        for chip in [*page.locator(".chip.cond").all(), clear]:
            expect(chip).to_be_hidden()
        fold.tap()
        expect(page.locator(".chip.cond").last).to_be_visible()
        assert fits(page)
        clear.tap()
        page.wait_for_url("**/customers/?sort=name")
        expect(fold).to_have_count(0)

    def test_a_short_condition_and_a_wide_screen_are_not_folded(self, rep, desk_of):
        page = desk_of(rep, PHONE)
        page.goto("/customers/?name=a")
        expect(page.locator(".chip.cond")).to_be_visible()
        page = desk_of(rep)
        page.goto("/customers/?name=a&name_not=Alphabetical&address_empty=1")
        expect(page.locator("[data-fold]")).to_be_hidden()
        expect(page.locator(".chip.cond").last).to_be_visible()

    def test_a_long_press_ticks_and_opens_nothing(self, rep, desk_of):
        page = desk_of(rep, PHONE)
        page.goto("/customers/")
        row = row_of(page, "Alpha")
        at = row.bounding_box()
        touch = {
            "pointerType": "touch",
            "bubbles": True,
            "clientX": at["x"] + 120,
            "clientY": at["y"] + 15,
        }
        title = row.locator("td.title")
        title.dispatch_event("pointerdown", touch)
        expect(row.get_by_role("checkbox")).to_be_checked()
        title.dispatch_event("pointerup", touch)
        title.locator("a").dispatch_event("click", touch)
        expect(page.locator("[data-pick-bar]")).to_be_visible()
        assert page.url.endswith("/customers/")

    def test_sums_show(self, rep, desk_of):
        customer = make_sold_to(rep)
        for _number in range(2):
            make_opportunity(customer, amount=1500, currency="CNY")
        page = desk_of(rep, PHONE)
        page.goto("/opportunities/")
        expect(page.locator("tfoot")).to_contain_text("3,000 CNY")
        assert fits(page)
