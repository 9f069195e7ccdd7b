"""The gallery in a real Chromium: what only a browser can tell."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.factories import make_team, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.shell.urls"),
    pytest.mark.browser_context_args(locale="en-GB"),
]

PAGES = ["grid", "customer", "forms", "signin"]
WIDTHS = [1280, 800, 375]
REFUSED = re.compile("(status of|Status Error Code) (404|409|422)")


@pytest.fixture
def desk(page, client, live_server):
    """A page of a signed-in user that fails the test on any error in the console."""
    client.force_login(make_user("李娜", team=make_team("East")))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    faults = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.faults = faults
    yield page
    assert [fault for fault in faults if not REFUSED.search(fault)] == []


def focused(page, attribute):
    return page.evaluate(f"document.activeElement.getAttribute({attribute!r})")


def test_nothing_sticks_out_sideways(desk):
    for name, width in product(PAGES, WIDTHS):
        desk.set_viewport_size({"width": width, "height": 800})
        desk.goto(f"/gallery/{name}/")
        wide = desk.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} at {width}"


def test_on_a_phone_everything_to_press_is_large_enough(desk):
    desk.set_viewport_size({"width": 375, "height": 800})
    desk.goto("/gallery/grid/")
    small = desk.evaluate(
        """[...document.querySelectorAll(".tabbar > *, .bar a, .bar > button, .head .btn, .az a")]
           .filter((e) => e.checkVisibility())
           .map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])
           .filter(([, height]) => height < 40)"""
    )
    assert small == []


def test_on_a_phone_a_row_is_a_card_with_named_values(desk):
    desk.set_viewport_size({"width": 375, "height": 800})
    desk.goto("/gallery/grid/")
    expect(desk.locator(".grid thead")).to_be_hidden()
    label = "getComputedStyle(document.querySelector('td[data-label=行业]'), '::before').content"
    assert "行业" in desk.evaluate(label)


def test_on_a_phone_the_menu_button_opens_every_place(desk):
    desk.set_viewport_size({"width": 375, "height": 800})
    desk.goto("/gallery/grid/")
    expect(desk.locator("#rail")).to_be_hidden()
    desk.locator("[popovertarget=rail]").click()
    expect(desk.locator("#rail")).to_be_visible()


def test_j_and_k_walk_the_rows_and_x_picks_one(desk):
    desk.goto("/gallery/grid/")
    for key in "jjjk":
        desk.keyboard.press(key)
    assert focused(desk, "href") == "#row-2"
    desk.keyboard.press("x")
    expect(desk.locator("[data-pick-count]")).to_have_text("1")


def test_shift_takes_the_rows_between(desk):
    desk.goto("/gallery/grid/")
    boxes = desk.locator("[data-select-row]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(desk.locator("[data-pick-count]")).to_have_text("4")
    expect(desk.locator("[data-pick-ids]")).to_have_value("2,3,4,5")


def test_everything_that_matches_can_be_picked_and_let_go(desk):
    desk.goto("/gallery/grid/")
    desk.locator("[data-select-row]").first.click()
    desk.locator("[data-pick-everything]").click()
    expect(desk.locator("[data-pick-count]")).to_have_text("23")
    expect(desk.locator("[data-pick-all]")).to_have_value("1")
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-pick-bar]")).to_be_hidden()


def test_keys_are_letters_while_somebody_types(desk):
    desk.goto("/gallery/grid/")
    desk.keyboard.press("/")
    desk.keyboard.type("jxn?")
    expect(desk.locator("#dialog")).to_be_hidden()
    expect(desk.get_by_role("combobox", name="Search")).to_have_value("jxn?")


def test_the_question_mark_lists_the_keys(desk):
    desk.goto("/gallery/grid/")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("Select the row")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_a_sheet_begins_in_its_first_field_and_keeps_what_was_refused(desk):
    desk.goto("/gallery/grid/")
    desk.keyboard.press("n")
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.get_by_label("Remarks").fill("kept")
    desk.evaluate("document.getElementById('share').noValidate = true")
    desk.get_by_role("button", name="Share").click()
    expect(desk.locator(".error")).to_be_visible()
    expect(desk.get_by_label("Remarks")).to_have_value("kept")


def test_a_sheet_that_did_its_work_closes_and_offers_to_undo(desk):
    desk.goto("/gallery/grid/")
    desk.keyboard.press("n")
    desk.get_by_label("Name").fill("王磊")
    desk.get_by_role("button", name="Share").click()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(desk.locator("#toasts")).to_contain_text("Shared with 王磊.")
    expect(desk.get_by_role("button", name="Undo")).to_be_visible()


@pytest.mark.parametrize("answer, stays", [("dismiss", True), ("accept", False)])
def test_a_sheet_with_unsaved_words_asks_before_it_closes(desk, answer, stays):
    desk.on("dialog", lambda question: getattr(question, answer)())
    desk.goto("/gallery/grid/")
    desk.keyboard.press("n")
    expect(desk.get_by_label("Name")).to_be_focused()
    desk.keyboard.type("half a name")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_visible(visible=stays)


@pytest.mark.parametrize(
    "address, words", [("/refused/", "王磊 was quicker."), ("/no/", "not there")]
)
def test_what_htmx_could_not_do_is_said(desk, address, words):
    desk.goto("/gallery/grid/")
    desk.evaluate(f"htmx.ajax('GET', '{address}', {{target: '#dialog'}})")
    expect(desk.get_by_role("alert")).to_contain_text(words)
    expect(desk.locator("#dialog")).to_be_hidden()


def test_a_server_that_is_gone_is_said_too(desk):
    desk.goto("/gallery/grid/")
    desk.route("**/gallery/sheet/", lambda route: route.abort())
    desk.keyboard.press("n")
    expect(desk.get_by_role("alert")).to_contain_text("cannot be reached")
    desk.faults.clear()


def test_a_combobox_is_worked_by_keys_alone(desk):
    desk.goto("/gallery/forms/")
    box = desk.locator("#owner-box")
    box.focus()
    desk.keyboard.type("wang")
    expect(desk.locator(".options [role=option]")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(box).to_have_value("王磊")
    expect(desk.locator("input[name=owner]")).to_have_value("2")


def test_text_that_was_not_chosen_is_put_back(desk):
    desk.goto("/gallery/forms/")
    desk.locator("#owner-box").fill("nobody")
    desk.locator("#share-box").focus()
    expect(desk.locator("#owner-box")).to_have_value("")


def test_a_box_of_several_takes_and_gives_back_tokens(desk):
    desk.goto("/gallery/forms/")
    desk.locator("#share-box").click()
    desk.get_by_role("option", name="陈静").click()
    chosen = desk.locator("input[name=people]")
    expect(chosen).to_have_count(2)
    desk.locator("#share-box").press("Backspace")
    expect(chosen).to_have_count(1)


def test_a_search_waits_for_the_end_of_pinyin(desk):
    desk.goto("/gallery/grid/")
    asked = []
    desk.on("request", lambda request: "/search/" in request.url and asked.append(request.url))
    field = desk.get_by_role("combobox", name="Search")
    field.focus()
    field.evaluate(
        """(field) => { field.value = "hong";
        field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true})) }"""
    )
    desk.wait_for_timeout(400)
    assert asked == []
    field.evaluate(
        "(field) => field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))"
    )
    expect(desk.locator("#search-hits .none")).to_be_visible()
    assert len(asked) == 1


def test_the_theme_changes_at_once_and_stays(desk):
    desk.goto("/gallery/grid/")
    desk.locator(".me").click()
    desk.get_by_role("button", name="Dark").click()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert desk.evaluate(ground) == "rgb(20, 24, 31)"
    desk.reload()
    assert desk.evaluate(ground) == "rgb(20, 24, 31)"


def test_a_menu_opens_beside_its_button_and_closes_by_escape(desk):
    desk.goto("/gallery/grid/")
    desk.get_by_role("button", name="列").click()
    menu, button = desk.locator("#cols"), desk.get_by_role("button", name="列")
    assert abs(menu.bounding_box()["y"] - button.bounding_box()["y"]) < 60
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_form_is_not_sent_twice(desk):
    desk.goto("/gallery/sheet/")
    sent = []
    desk.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    desk.get_by_label("Name").fill("王磊")
    desk.route("**/gallery/sheet/", lambda route: route.fulfill(status=204))
    for _ in range(2):
        desk.evaluate("document.querySelector('button[form=share]').click()")
    desk.wait_for_timeout(200)
    assert len(sent) == 1


def test_enter_may_be_quicker_than_the_list(desk):
    desk.goto("/gallery/forms/")
    desk.locator("#owner-box").evaluate(
        """(field) => { field.focus(); field.value = "wang";
        field.dispatchEvent(new InputEvent("input", {bubbles: true}));
        field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true})) }"""
    )
    expect(desk.locator("#owner-box")).to_have_value("王磊")
