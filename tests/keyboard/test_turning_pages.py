"""Pages turn by keys; the cursor goes along and keeps its column."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.journeys.hands import toast
from tests.keyboard.fingers import BY_NAME, cursor, path_of, press, reaches

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_first(desk, two_pages):
    desk.goto(BY_NAME)
    return desk


def is_at(page, name, column="name"):
    expect(page.locator("#grid [data-row]").filter(has_text=name)).to_be_visible()
    reaches(page, name)
    return cursor(page) == (name, column)


def test_page_down_and_up_keep_the_column(at_the_first):
    press(at_the_first, "j", "l", "l", "PageDown")
    assert is_at(at_the_first, "Epsilon Paper", "address")
    assert "after=" in path_of(at_the_first)
    press(at_the_first, "PageUp")
    assert is_at(at_the_first, "Alpha Tools", "address")


def test_j_on_the_last_row_and_k_on_the_first_walk_on(at_the_first):
    press(at_the_first, "j", "j", "j", "j")
    assert is_at(at_the_first, "Epsilon Paper")
    at_the_first.wait_for_timeout(200)  # for the page that came to be bound
    press(at_the_first, "k")
    assert is_at(at_the_first, "Delta Foods")


def test_the_last_page_says_that_it_is_the_last(at_the_first):
    press(at_the_first, "j", "PageDown")
    assert is_at(at_the_first, "Epsilon Paper")
    press(at_the_first, "PageDown")
    expect(toast(at_the_first)).to_contain_text(_("This is the last page."))


def test_back_in_the_browser_turns_back(at_the_first):
    press(at_the_first, "j", "PageDown")
    assert is_at(at_the_first, "Epsilon Paper")
    at_the_first.go_back()
    expect(at_the_first.locator("#grid")).to_contain_text("Alpha Tools")
    assert "after=" not in path_of(at_the_first)


def test_away_from_the_rows_the_keys_scroll_as_ever(at_the_first):
    press(at_the_first, "PageDown")
    at_the_first.wait_for_timeout(100)
    assert "after=" not in path_of(at_the_first)
