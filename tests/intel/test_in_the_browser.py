"""A person is placed and a fact recorded without leaving the page one is on."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from intel.models import Dossier, Fact
from tests.factories import make_contact, make_customer, make_user
from tests.factories_intel import make_fact
from tests.house import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wu():
    return make_contact(make_customer("Hengyu", owner=make_user("Li Na")), "Wu Tao")


@pytest.fixture
def page(page, live_server, wu):
    """Signed in as the owner of Wu Tao's organisation."""
    cookie = browser_of(wu.customer.owner).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.mark.browser_context_args(locale="en-US")
@pytest.mark.parametrize("width", [1280, 375])
def test_a_person_is_placed_from_the_customers_page(page, wu, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(wu.customer.get_absolute_url())
    page.get_by_role("link", name="Place Wu Tao").click()
    sheet = page.get_by_role("dialog")
    for words in ("Managing", "Technical", "Designer"):
        sheet.locator("label").get_by_text(words, exact=True).click()
    sheet.get_by_role("button", name="Save").click()
    expect(page.locator(".map .who")).to_contain_text("designer")
    expect(page.get_by_role("link", name="Place Wu Tao")).to_have_count(0)
    assert Dossier.objects.get(contact=wu).is_placed


@pytest.mark.browser_context_args(locale="en-US")
def test_a_fact_is_corrected_deleted_and_brought_back_on_the_page_of_the_person(page, wu):
    fact = make_fact(wu, "Listens to the plant manager")
    page.goto(fact.get_absolute_url())
    page.get_by_role("link", name="Edit fact").click()
    page.get_by_label("What is known").fill("Listens to nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Listens to nobody")
    page.get_by_role("link", name="Edit fact").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("main")).not_to_contain_text("Listens to nobody")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("Listens to nobody")
    assert Fact.objects.get(pk=fact.pk).deleted_at is None


@pytest.mark.browser_context_args(locale="en-US")
def test_a_competitor_is_typed_freely_and_offered_to_the_next(page, wu):
    page.goto(wu.customer.get_absolute_url())
    page.get_by_role("link", name="New rival product").click()
    page.get_by_role("combobox", name="Competitor").fill("Tiger Pumps")
    page.get_by_role("textbox", name="Product").fill("T-80")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#panel-rivals")).to_contain_text("Tiger Pumps · T-80")
    page.get_by_role("link", name="New rival product").click()
    page.get_by_role("combobox", name="Competitor").press_sequentially("tig")
    page.get_by_role("option", name="Tiger Pumps").click()
    expect(page.get_by_role("combobox", name="Competitor")).to_have_value("Tiger Pumps")
