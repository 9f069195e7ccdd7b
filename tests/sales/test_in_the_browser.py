"""A rep's day on one customer's page, in a real Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_user
from tests.factories_sales import (
    in_days,
    make_activity,
    make_opportunity,
    make_person_at,
    make_sold_to,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(locale="en-GB"),
]


@pytest.fixture
def rep():
    return make_user("Li Na")


@pytest.fixture
def customer(rep):
    customer = make_sold_to(rep, "Hengyu Machines")
    make_person_at(customer)
    return customer


@pytest.fixture
def desk(page, client, live_server, rep):
    """The rep's browser; any error in its console fails the test."""
    client.force_login(rep)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    faults = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert [fault for fault in faults if "422" not in fault] == []


def panel(page, key):
    return page.locator(f"#panel-{key}")


def fill(page, text):
    dialog = page.locator("#dialog")
    expect(dialog.get_by_label("What")).to_be_focused()
    dialog.get_by_text("Call", exact=True).first.click()
    dialog.get_by_label("What").fill(text)
    return dialog


def test_c_logs_a_call_and_plans_the_next_step_without_leaving_the_page(desk, customer):
    desk.goto(customer.get_absolute_url())
    expect(panel(desk, "activities")).to_contain_text("Nothing done yet")
    desk.keyboard.press("c")
    dialog = fill(desk, "Asked about line three")
    dialog.get_by_label("Contact").select_option(label="Wu Tao")
    dialog.get_by_label("Next step").fill("Send the offer")
    dialog.get_by_label("By").fill(f"{in_days(3):%Y-%m-%d}")
    dialog.get_by_role("button", name="Save").click()
    expect(panel(desk, "activities")).to_contain_text("Asked about line three")
    expect(panel(desk, "next_steps")).to_contain_text("Send the offer")
    expect(desk.locator("#dialog")).to_be_hidden()


def test_a_mistake_keeps_the_dialog_open_with_what_was_typed(desk, customer):
    desk.goto(customer.get_absolute_url())
    desk.keyboard.press("c")
    dialog = fill(desk, "Asked about line three")
    dialog.get_by_label("Next step").fill("Send the offer")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Choose the day of the next step")
    expect(dialog.get_by_label("What")).to_have_value("Asked about line three")


def test_planning_hides_what_only_a_done_activity_has(desk, customer):
    desk.goto(customer.get_absolute_url())
    desk.keyboard.press("c")
    dialog = desk.locator("#dialog")
    expect(dialog.get_by_label("Outcome")).to_be_visible()
    dialog.get_by_text("Planned", exact=True).click()
    expect(dialog.get_by_label("Outcome")).to_be_hidden()
    expect(dialog.get_by_label("Next step")).to_be_hidden()


def test_one_tap_completes_a_plan_and_undo_brings_it_back(desk, customer):
    make_activity(customer, due_at=in_days(1), text="Measure the cycle")
    desk.goto(customer.get_absolute_url())
    panel(desk, "next_steps").get_by_role("button").click()
    expect(panel(desk, "activities")).to_contain_text("Measure the cycle")
    expect(panel(desk, "next_steps")).to_contain_text("No planned activity")
    desk.get_by_role("button", name="Undo").click()
    expect(panel(desk, "next_steps")).to_contain_text("Measure the cycle")


def test_a_tap_on_the_path_moves_the_opportunity(desk, customer):
    make_opportunity(customer)
    desk.goto(customer.get_absolute_url())
    path = panel(desk, "opportunities").locator(".path")
    path.get_by_role("button", name="Dig out needs").click()
    expect(path.locator("[aria-current=step]")).to_have_text("Dig out needs")


def test_from_a_list_c_asks_for_the_customer_and_goes_on_to_the_form(desk, customer):
    desk.goto("/activities/")
    desk.keyboard.press("c")
    desk.get_by_label("With which customer?").fill("hengyu")
    desk.get_by_role("option", name="Hengyu Machines").click()
    expect(desk.locator("#dialog")).to_contain_text("Log an activity · Hengyu Machines")


def test_on_the_customers_list_c_logs_for_the_row(desk, customer):
    desk.goto("/customers/")
    desk.keyboard.press("j")
    desk.keyboard.press("c")
    expect(desk.locator("#dialog")).to_contain_text("Log an activity · Hengyu Machines")


def test_a_line_is_added_to_an_order_and_saved_with_the_others(desk, customer):
    desk.goto(f"/customers/{customer.pk}/orders/new/")
    desk.get_by_label("Order number").fill("SO-1")
    desk.get_by_role("button", name="Add a line").click()
    expect(desk.locator("#lines tr")).to_have_count(4)
    for name, value in (("product", "Spindle"), ("quantity", "3"), ("unit_price", "100")):
        desk.locator(f"[name=lines-3-{name}]").fill(value)
    desk.get_by_role("button", name="Save").click()
    expect(desk).to_have_url(re.compile(r"/orders/\d+/$"))
    expect(desk.locator("main")).to_contain_text("300 CNY")


@pytest.mark.parametrize(
    "path",
    [
        "/activities/",
        "/opportunities/",
        "/orders/",
        "/customers/{}/",
        "/customers/{}/orders/new/",
        "/customers/{}/activities/new/",
    ],
)
def test_on_a_phone_nothing_sticks_out_sideways(desk, customer, path):
    make_activity(customer)
    make_opportunity(customer)
    desk.set_viewport_size({"width": 375, "height": 800})
    desk.goto(path.format(customer.pk))
    desk.wait_for_load_state("networkidle")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 375
