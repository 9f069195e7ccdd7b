"""A cursor of cells: the arrows and letters that move it, and what Enter and e do there."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.journeys.hands import quick_match_box, toast
from tests.keyboard.conftest import SCREENS
from tests.keyboard.fingers import BY_NAME, cell_of, cursor, press, row_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_list(desk, customers):
    desk.goto(BY_NAME)
    return desk


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_j_and_k_move_through_the_rows(desk_of, rep, customers, screen):
    page = desk_of(rep, screen)
    page.goto(BY_NAME)
    press(page, "j", "j", "j", "k")
    assert cursor(page) == ("Beta Motors", "name")


@pytest.mark.parametrize(
    ("keys", "column"),
    [
        (["ArrowRight"], "owner"),
        (["l", "l"], "address"),
        (["End"], "created"),
        (["End", "ArrowRight"], "created"),
        (["End", "h"], "address"),
        (["End", "ArrowLeft", "Home"], "name"),
        (["ArrowLeft"], "name"),
    ],
)
def test_arrows_and_letters_move_within_the_row(at_the_list, keys, column):
    press(at_the_list, "j", *keys)
    assert cursor(at_the_list) == ("Alpha Tools", column)


def test_the_rows_are_walked_within_the_column(at_the_list):
    press(at_the_list, "j", "l", "l", "j", "ArrowDown", "k")
    assert cursor(at_the_list) == ("Beta Motors", "address")


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["G"], "Gamma Steel"),
        (["G", "g", "g"], "Alpha Tools"),
        (["Control+End"], "Gamma Steel"),
        (["G", "Control+Home"], "Alpha Tools"),
        (["g"], "Beta Motors"),
    ],
)
def test_the_ends_of_the_page_are_one_key_away(at_the_list, keys, name):
    press(at_the_list, "j", "j", *keys)
    assert cursor(at_the_list)[0] == name


def test_enter_on_the_title_opens_the_record(at_the_list, customers):
    press(at_the_list, "j", "Enter")
    at_the_list.wait_for_url(f"**{customers[0].get_absolute_url()}")


def test_enter_on_a_cell_that_cannot_be_edited_opens_the_record(at_the_list, customers):
    press(at_the_list, "j", "l")
    at_the_list.evaluate("document.activeElement.removeAttribute('data-edit')")
    press(at_the_list, "Enter")
    at_the_list.wait_for_url(f"**{customers[0].get_absolute_url()}")


@pytest.mark.parametrize("key", ["e", "F2", "Enter"])
def test_a_cell_that_can_be_edited_asks_for_its_editor(at_the_list, key):
    can_be_edited(at_the_list, "address")
    press(at_the_list, "j", "End", "h", key)
    assert asked_for(at_the_list) == ["address"]


def test_e_on_the_title_edits_the_first_cell_that_can_be(at_the_list):
    can_be_edited(at_the_list, "address")
    press(at_the_list, "j", "e")
    assert asked_for(at_the_list) == ["address"]


def test_e_on_a_cell_that_cannot_be_edited_says_so(at_the_list):
    can_be_edited(at_the_list, "address")
    press(at_the_list, "j", "End", "e")
    assert asked_for(at_the_list) == []
    sentence = _("This cell is not edited in the list. Enter opens the record.")
    expect(toast(at_the_list)).to_contain_text(sentence)


def test_a_double_click_edits(at_the_list):
    can_be_edited(at_the_list, "address")
    cell_of(at_the_list, "Gamma Steel", "address").dblclick()
    assert asked_for(at_the_list) == ["address"]


def test_a_click_takes_the_cursor_along(at_the_list):
    cell_of(at_the_list, "Beta Motors", "owner").click()
    assert cursor(at_the_list) == ("Beta Motors", "owner")
    press(at_the_list, "ArrowRight")
    assert cursor(at_the_list) == ("Beta Motors", "address")


def test_x_ticks_and_shift_x_takes_the_rows_between(at_the_list):
    press(at_the_list, "j", "l", "x", "j", "j", "Shift+X")
    expect(at_the_list.locator("[data-pick-count]")).to_have_text("3")
    assert cursor(at_the_list) == ("Delta Foods", "owner")


def test_one_cell_at_a_time_is_a_tab_stop(at_the_list):
    press(at_the_list, "j", "l", "j", "l", "j")
    assert at_the_list.locator("#grid td[tabindex='0']").count() == 1


def test_letters_are_letters_while_somebody_types(at_the_list):
    box = quick_match_box(at_the_list)
    box.press_sequentially("lj")
    press(at_the_list, "Home", "ArrowRight")
    expect(box).to_have_value("lj")
    expect(box).to_be_focused()


def test_keys_of_the_browser_stay_its_own(at_the_list):
    press(at_the_list, "j", "l", "Alt+h", "Control+j", "Shift+Home")
    assert cursor(at_the_list) == ("Alpha Tools", "owner")


def test_composing_with_an_input_method_moves_nothing(at_the_list):
    press(at_the_list, "j")
    at_the_list.evaluate(
        """document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "l", isComposing: true, bubbles: true}))"""
    )
    assert cursor(at_the_list) == ("Alpha Tools", "name")


def test_a_dialog_keeps_its_keys(at_the_list):
    press(at_the_list, "j", "f")
    expect(at_the_list.locator("#dialog")).to_be_visible()
    at_the_list.evaluate("document.activeElement.blur()")
    press(at_the_list, "j", "l", "G")
    press(at_the_list, "Escape")
    expect(at_the_list.locator("#dialog")).to_be_hidden()
    assert cursor(at_the_list)[0] == "Alpha Tools"


def test_a_cell_beside_the_edge_is_brought_into_sight(desk_of, rep, customers):
    page = desk_of(rep, {"viewport": {"width": 760, "height": 700}})
    page.goto(f"{BY_NAME},credit_code,phones,website,email,remarks,changed")
    press(page, "j", "End")
    expect(row_of(page, "Alpha Tools").locator("[data-col=changed]")).to_be_in_viewport(ratio=0.9)
    press(page, *["ArrowLeft"] * 8)
    assert not is_covered(page)


def is_covered(page):
    """Whether something lies over the middle of the cell with the focus."""
    return page.evaluate(
        """() => { const at = document.activeElement.getBoundingClientRect();
        const over = document.elementFromPoint(at.x + 4, at.y + at.height / 2);
        return over !== document.activeElement && !document.activeElement.contains(over) }"""
    )


@pytest.mark.parametrize("screen", [SCREENS["phone"]], ids=["phone"])
def test_a_tap_opens_and_leaves_no_cursor(desk_of, rep, customers, screen):
    page = desk_of(rep, screen)
    page.goto(BY_NAME)
    row_of(page, "Beta Motors").tap()
    page.wait_for_url(f"**{customers[1].get_absolute_url()}")
    page.go_back()
    row_of(page, "Beta Motors").locator("[data-select-row]").tap()
    expect(page.locator("[data-pick-count]")).to_have_text("1")
    assert page.locator("#grid td[tabindex]").count() == 0


def can_be_edited(page, column):
    """Marks the cells of a column as editable and writes down what asks for an editor."""
    page.evaluate(
        """(column) => {
        for (const cell of document.querySelectorAll("[data-edit]")) cell.removeAttribute("data-edit");
        for (const cell of document.querySelectorAll(`td[data-col=${column}]`)) cell.dataset.edit = "";
        window.asked = [];
        addEventListener("cell-edit", (event) => {
            window.asked.push(event.target.dataset.col); event.stopPropagation();
        }, true) }""",
        column,
    )


def asked_for(page) -> list[str]:
    return page.evaluate("window.asked")
