"""Cells are edited by keyboard, at both widths and in either language."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Contact
from tests.factories import make_contact, make_customer
from tests.journeys.conftest import (  # noqa: F401 - fixtures
    _in_their_language,
    _patient,
    company,
    desk_of,
)
from tests.journeys.hands import toast

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def people(company):  # noqa: F811
    customer = make_customer("Works", owner=company.rep)
    return [make_contact(customer, f"Wu {number:02}", title="Old") for number in range(10)]


def cell(page, record, column):
    return page.locator(f'tr[data-id="{record.pk}"] td[data-col="{column}"]')


def editor(page):
    return page.locator("form[data-cell-editor]")


def jobs() -> list[str]:
    return list(Contact.objects.order_by("name").values_list("title", flat=True))


def type_into(page, text):
    expect(editor(page)).to_be_visible()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_count(0)


def test_ten_cells_are_edited_by_keyboard_and_the_last_one_undone(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    cell(page, people[0], "job").click()
    for number, person in enumerate(people):
        expect(cell(page, person, "job")).to_be_focused()
        page.keyboard.press("e")
        type_into(page, f"Chief {number}")
        expect(cell(page, person, "job")).to_have_text(f"Chief {number}")
    assert jobs() == [f"Chief {number}" for number in range(10)]
    toast(page).get_by_role("button", name=_("Undo")).last.click()
    expect(cell(page, people[9], "job")).to_have_text("Old")
    assert jobs()[8:] == ["Chief 8", "Old"]


def test_escape_leaves_the_cell_and_tab_goes_on_to_the_next(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    cell(page, people[0], "job").dblclick()
    expect(editor(page)).to_be_visible()
    page.keyboard.type("Never")
    page.keyboard.press("Escape")
    expect(editor(page)).to_have_count(0)
    expect(cell(page, people[0], "job")).to_be_focused()
    page.keyboard.press("e")
    expect(editor(page)).to_be_visible()
    page.keyboard.type("Buyer")
    page.keyboard.press("Tab")
    expect(cell(page, people[0], "mobile")).to_be_focused()
    assert jobs()[:2] == ["Buyer", "Old"]


def test_what_is_refused_stays_in_the_cell_with_what_was_typed(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    cell(page, people[0], "mobile").dblclick()
    expect(editor(page)).to_be_visible()
    page.keyboard.type("no number")
    page.keyboard.press("Enter")
    expect(editor(page).locator(".error")).to_be_visible()
    expect(editor(page).get_by_role("textbox")).to_have_value("no number")


def test_on_a_phone_a_long_press_opens_a_sheet_at_the_bottom(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep, **PHONE)
    page.goto("/contacts/?sort=name")
    cell(page, people[0], "job").dispatch_event("cell-edit")
    expect(editor(page)).to_be_visible()
    box = editor(page).bounding_box()
    assert (box["x"], box["width"]) == (0, 375)
    assert round(box["y"] + box["height"]) == 740
    editor(page).get_by_role("textbox").fill("Chief")
    editor(page).get_by_role("button", name=_("Save")).click()
    expect(editor(page)).to_have_count(0)
    assert jobs()[0] == "Chief"


def test_a_preview_that_is_discarded_keeps_the_ticks_until_it_is_applied(people, company, desk_of):  # noqa: F811
    page = desk_of(company.rep)
    page.goto("/contacts/?sort=name")
    ticked = page.locator("[data-select-row]:checked")
    for box in page.locator("[data-select-row]").all()[:2]:
        box.check()
    for verb, left in (("discard", 2), ("apply", 0)):
        page.locator("[data-pick-bar] [hx-get*='contacts/edit']").click()
        # htmx binds what it has just swapped in a moment later.
        page.wait_for_timeout(200)
        page.locator("#many-column").select_option("job")
        page.locator("#many input[name=new-title]").fill("Chief")
        page.locator("#dialog button.main").click()
        page.locator(f"#dialog form[action*={verb}] button").click()
        expect(page.locator("#dialog form")).to_have_count(0)
        expect(ticked).to_have_count(left)
    assert jobs()[:3] == ["Chief", "Chief", "Old"]
