"""From the cursor into a cell's editor and back, without a mouse."""

import pytest
from playwright.sync_api import expect

from customers.models import Customer
from tests.keyboard.fingers import BY_NAME, cell_of, cursor, press, reaches, row_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_an_address(desk, customers):
    desk.goto(BY_NAME)
    press(desk, "j", "l", "l")
    assert cursor(desk) == ("Alpha Tools", "address")
    return desk


def editor(page):
    return page.locator("form[data-cell-editor]")


def test_escape_leaves_the_editor_and_the_cursor_is_where_it_was(at_an_address):
    press(at_an_address, "e")
    expect(editor(at_an_address)).to_be_visible()
    at_an_address.keyboard.type("jklx")
    press(at_an_address, "Escape")
    expect(editor(at_an_address)).to_have_count(0)
    assert cursor(at_an_address) == ("Alpha Tools", "address")
    press(at_an_address, "j", "ArrowRight")
    assert cursor(at_an_address) == ("Beta Motors", "created")


def test_a_column_of_cells_is_typed_down_row_by_row(at_an_address):
    for number, name in enumerate(["Alpha Tools", "Beta Motors", "Delta Foods"]):
        reaches(at_an_address, name)
        press(at_an_address, "F2")
        expect(editor(at_an_address)).to_be_visible()
        at_an_address.keyboard.type(f"Street {number}")
        press(at_an_address, "Enter")
        expect(cell_of(at_an_address, name, "address")).to_have_text(f"Street {number}")
    told = Customer.objects.filter(address__startswith="Street ").values_list("name", "address")
    assert dict(told) == {
        "Alpha Tools": "Street 0",
        "Beta Motors": "Street 1",
        "Delta Foods": "Street 2",
    }


def test_a_row_that_was_changed_is_still_copied_peeked_and_walked(at_an_address):
    press(at_an_address, "Enter")
    expect(editor(at_an_address)).to_be_visible()
    at_an_address.keyboard.type("New Street")
    press(at_an_address, "Enter")
    expect(cell_of(at_an_address, "Alpha Tools", "address")).to_have_text("New Street")
    reaches(at_an_address, "Beta Motors")
    press(at_an_address, "k", "Space")
    expect(at_an_address.locator("#peek h2").first).to_contain_text("Alpha Tools")
    press(at_an_address, "Escape", "Home", "Enter")
    expect(at_an_address.locator("[data-walk]")).to_contain_text("1 / 5")
    at_an_address.go_back()
    expect(row_of(at_an_address, "Alpha Tools")).to_be_visible()
    assert cursor(at_an_address)[0] == "Alpha Tools"
