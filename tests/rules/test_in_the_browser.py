"""An administrator chooses a preset, tunes it, sees what it would do, and saves: in Chromium."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.axes_loader import load_standard_axes
from customers.models import RuleVersion
from tests.factories import make_customer, make_pool, make_team, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
PATIENCE = 20_000


@pytest.fixture(params=LOCALES)
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def admin():
    return make_user("Zhou Yang", is_admin=True)


@pytest.fixture
def desk(new_context, language, client, live_server, admin):
    """The admin's browser; any error in its console fails the test."""
    client.force_login(admin)
    context = new_context(locale=LOCALES[language], viewport={"width": 1280, "height": 900})
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, faults = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def test_an_admin_chooses_standard_tunes_a_number_tries_it_and_saves(desk):
    load_standard_axes()
    team = make_pool("East", make_team("Yuanhang"))
    rep = make_user("Li Na", team)
    make_customer("Hengyu Machines", owner=rep)
    desk.goto("/rules/0/")
    desk.get_by_role("link", name=_("Change the rules")).click()
    desk.locator(".preset").nth(1).get_by_role("link").click()
    expect(desk.locator("#set-claim_limit")).to_be_checked()
    desk.locator("#id_claim_limit-most").fill("4")
    add_a_rule(desk)
    desk.locator(".head .btn.main").click()
    expect(desk.locator(".dry-run")).to_be_visible()
    expect(desk.locator(".changes")).to_contain_text("4")
    desk.get_by_role("button", name=_("Save the rules")).click()
    expect(desk.locator("#claim_limit")).to_contain_text("4")
    (version,) = RuleVersion.objects.all()
    assert version.sections["claim_limit"]["most"] == 4
    assert len(version.sections["release"]["rules"]) == 3


def add_a_rule(desk):
    """With other days for a category, chosen from the list as somebody types."""
    desk.get_by_role("button", name=_("Add a rule")).click()
    expect(desk.locator(".rule")).to_have_count(3)
    rule = desk.locator(".rule").nth(2)
    rule.locator("[name$=-kind]").select_option("no_won_order")
    rule.get_by_role("button", name=_("Other days for a category")).click()
    box = rule.locator("[name$=-category-typed]")
    expect(box).to_be_focused()
    box.press_sequentially("strategic" if translation.get_language() == "en" else "战略")
    desk.locator("ul.options [role=option]").first.click()
    assert rule.locator("[name$=-kind]").input_value() == "no_won_order"


def test_a_section_opens_where_it_is_set_here_and_closes_where_it_is_inherited(desk):
    desk.goto("/rules/0/edit/")
    part = desk.locator("#sharing")
    expect(part.locator(".sets")).to_be_hidden()
    part.locator("#set-sharing").check()
    expect(part.locator(".sets")).to_be_visible()
    expect(part.locator(".inherits")).to_be_hidden()
