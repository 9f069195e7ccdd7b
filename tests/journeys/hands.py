"""Hands on a list: its chips, its quick match, its rows, and the boxes of its dialogs."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect


def chip(page, label):
    return page.locator(".chips [aria-pressed]").filter(has_text=label)


def quick_match_box(page):
    return page.get_by_role("searchbox", name=_("Quick match"))


def quick_match(page, text):
    quick_match_box(page).press_sequentially(text)


def row_of(page, name):
    return page.locator("[data-row]").filter(has_text=name)


def count_on(page):
    return page.locator("#grid .foot small")


def choose_in(dialog, label, typed, name):
    """Types into a combobox and takes the option of that name with Enter."""
    box = dialog.get_by_label(label)
    box.press_sequentially(typed)
    expect(dialog.get_by_role("option", name=name)).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value(name)


def press_on_row(page, name, key):
    row_of(page, name).get_by_role("link", name=name).focus()
    page.keyboard.press(key)


def step_back(page):
    """To the list as it was a step of its history ago. It is loaded anew, and a second step that
    began before it stands would be broken off."""
    page.evaluate("document.documentElement.dataset.left = ''")
    page.evaluate("history.back()")
    expect(page.locator("html:not([data-left])")).to_be_attached()
    page.wait_for_load_state()


def toast(page):
    return page.locator("#toasts")


def cut_short(page, selector) -> list[str]:
    """The words at `selector` that do not fit into their place."""
    places = page.locator(selector)
    return places.evaluate_all(
        "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
    )


def fits(page) -> bool:
    """Whether nothing of the page lies beyond its right edge."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
