"""A rep copies cells of a list, pastes a column from a spreadsheet, looks at it, and undoes it."""

import pytest
from playwright.sync_api import expect

from customers.models import Customer
from tests.factories import make_customer
from tests.keyboard.fingers import cell_of, cursor, press

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 20
LIST = "/customers/?sort=name&cols=name,short_name,address"


@pytest.fixture
def at_the_list(company, desk_of):
    for number in range(ROWS):
        make_customer(f"Plant {number:02}", owner=company.rep, address=f"Street {number}")
    rep = desk_of(company.rep)
    rep.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rep.goto(LIST)
    return rep


def test_twenty_cells_come_back_from_a_spreadsheet_and_go_again(at_the_list, work):
    rep = at_the_list
    column = "\n".join(f"P{number:02}" for number in range(ROWS))
    rep.evaluate("text => navigator.clipboard.writeText(text)", column)
    press(rep, "j", "l", "Control+v")
    dialog = rep.get_by_role("dialog")
    expect(dialog).to_contain_text("P19")
    assert not Customer.objects.filter(short_name="P19").exists()
    dialog.locator("button.main").click()
    expect(cell_of(rep, "Plant 19", "short_name")).to_have_text("P19")
    assert Customer.objects.filter(short_name__startswith="P").count() == ROWS
    rep.locator("[data-toast-undo]:not([hidden]) button").first.click()
    expect(cell_of(rep, "Plant 19", "short_name")).to_have_text("—")
    assert not Customer.objects.filter(short_name__startswith="P").exists()


def test_what_was_copied_is_pasted_one_row_lower(at_the_list):
    rep = at_the_list
    press(rep, "j", "l", "l", "Control+c", "j", "Control+v")
    dialog = rep.get_by_role("dialog")
    expect(dialog).to_contain_text("Street 0")
    press(rep, "Escape")
    expect(dialog).to_be_hidden()
    assert cursor(rep) == ("Plant 01", "address")
