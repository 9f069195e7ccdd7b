"""Twenty cells are pasted from a spreadsheet, looked at, applied and put back."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Contact
from tests.factories import make_contact, make_customer
from tests.grids.changes.test_editing_in_the_browser import cell, jobs
from tests.journeys.conftest import (  # noqa: F401 - fixtures
    _in_their_language,
    _patient,
    company,
    desk_of,
)
from tests.journeys.desks import either_way
from tests.journeys.hands import fits, toast

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = "".join(f"Chief {n}\t139 5810 {6300 + n}\r\n" for n in range(10))
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def people(company):  # noqa: F811
    customer = make_customer("Works", owner=company.rep)
    return [make_contact(customer, f"Wu {number:02}", title="Old") for number in range(10)]


@either_way
def test_twenty_cells_are_pasted_looked_at_applied_and_put_back(people, company, desk_of, screen):  # noqa: F811
    page = desk_of(company.rep, **screen)
    page.goto("/contacts/?sort=name&cols=name,job,mobile,customer")
    cell(page, people[0], "job").evaluate("cell => { cell.tabIndex = 0; cell.focus(); }")
    page.evaluate(PASTE, SHEET)
    dialog = page.locator("#dialog")
    expect(dialog.locator("tbody tr")).to_have_count(20)
    assert fits(page) and jobs() == ["Old"] * 10
    dialog.locator("button[autofocus]").click()
    expect(dialog).to_be_hidden()
    expect(cell(page, people[9], "job")).to_have_text("Chief 9")
    assert Contact.objects.get(pk=people[0].pk).mobile == "139 5810 6300"
    toast(page).get_by_role("button", name=_("Undo")).last.click()
    expect(cell(page, people[9], "job")).to_have_text("Old")
    assert jobs() == ["Old"] * 10


def test_ticked_rows_get_one_value_together(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    for person in people[:3]:
        page.locator(f'tr[data-id="{person.pk}"] [data-select-row]').check()
    page.locator("[data-pick-bar]").get_by_role("button", name=_("Edit"), exact=True).click()
    dialog = page.locator("#dialog")
    dialog.locator("#many-column").select_option("job")
    dialog.locator("[name=new-title]").fill("Buyer")
    dialog.locator("button[form=many]").click()
    expect(dialog.locator("tbody tr")).to_have_count(3)
    dialog.locator("button[autofocus]").click()
    expect(cell(page, people[2], "job")).to_have_text("Buyer")
    assert jobs()[:4] == ["Buyer"] * 3 + ["Old"]


def test_two_people_in_one_cell_are_shown_both_values(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    cell(page, people[0], "job").dblclick()
    form = page.locator("form[data-cell-editor]")
    expect(form).to_be_visible()
    Contact.objects.filter(pk=people[0].pk).update(title="Theirs")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    expect(form.locator("[data-disputed]")).to_contain_text("Theirs")
    form.locator("input[value=mine]").check()
    form.get_by_role("button", name=_("Save")).click()
    expect(form).to_have_count(0)
    expect(cell(page, people[0], "job")).to_have_text("Mine")
