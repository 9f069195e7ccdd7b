"""Hands in the dialog that builds conditions: they choose what they read there."""

import re
from contextlib import contextmanager

from django.utils.translation import gettext as _
from playwright.sync_api import expect

NEW_CONDITION, NEW_GROUP = "add", "group"
UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


def start(page):
    with answered(page):
        page.get_by_role("button", name=_("Conditions"), exact=True).click()


def add(page, what, place="c"):
    """Presses "Condition" or "Group" at the end of the group that is called `place`."""
    with answered(page):
        page.locator(f"#dialog button[value='{what} {place}']").click()


def ask(page, place, field, question=""):
    """Chooses the field of a condition, and what is asked of it."""
    choose(page, f"{place}-what", field)
    if question:
        choose(page, f"{place}-op", question)


def choose(page, id, label):
    with answered(page):
        page.locator(f"#{id}").select_option(label=str(label))


def find(page, place, typed, name):
    """Types into the field of a condition's value and takes the record of that name."""
    box = value_of(page, place).locator("input[type=text]")
    box.press_sequentially(typed)
    option = page.locator("#dialog").get_by_role("option", name=name)
    expect(option.first).to_be_visible()
    with answered(page):
        option.first.click()


def tick(page, place, label):
    with answered(page):
        value_of(page, place).get_by_label(str(label), exact=True).check()


def fill(page, place, text):
    with answered(page):
        value_of(page, place).locator("input").fill(text)


def show(page):
    page.locator("#dialog").get_by_role("button", name=_("Show"), exact=True).last.click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def value_of(page, place):
    row = page.locator(".where-row", has=page.locator(f"#{place}-what"))
    return row.last.locator(".where-value")


@contextmanager
def answered(page):
    """Waits until the dialog hears of it and takes the next word."""
    with page.expect_response(re.compile("/where/")):
        yield
    expect(page.locator(UNSETTLED)).to_have_count(0)
