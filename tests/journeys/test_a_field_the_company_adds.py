"""An admin adds a field; at once a rep fills it in, sees it, and finds the customer by it."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import OwnField
from tests.factories import make_customer
from tests.journeys.desks import either_way
from tests.journeys.hands import fits, row_of

pytestmark = pytest.mark.django_db(transaction=True)


def add_field(desk, name):
    desk.goto("/own-fields/")
    desk.get_by_role("link", name=_("New own field")).first.click()
    dialog = desk.locator("#dialog")
    dialog.get_by_label(str(_("Money")), exact=False).check()
    dialog.get_by_label(_("English name")).fill(name)
    dialog.get_by_label(_("Chinese name")).fill(name)
    dialog.get_by_role("button", name=_("Save")).click()
    expect(dialog.get_by_text(_("Choose the currency of the amounts."))).to_be_visible()
    dialog.locator("[name=currency]").select_option("CNY")
    dialog.get_by_role("button", name=_("Save")).click()
    expect(desk.locator("table.own-fields")).to_contain_text(name)


@either_way
def test_a_rep_fills_and_finds_by_a_field_added_a_minute_ago(company, desk_of, work, screen):
    make_customer("Hengyu Machines", owner=company.rep)
    make_customer("Ruifeng Valves", owner=company.rep)
    admin = desk_of(company.admin, **screen)
    add_field(admin, "Purchases")
    assert fits(admin)
    admin.get_by_role(
        "button", name=_("Sort long lists by %(name)s") % {"name": "Purchases"}
    ).click()
    expect(admin.get_by_text(_("being prepared")).first).to_be_visible()
    work()
    expect(admin.locator("table.own-fields .tag.jade")).to_have_text(_("ready"))

    rep, field = desk_of(company.rep, **screen), OwnField.objects.get()
    rep.goto("/customers/")
    row_of(rep, "Hengyu Machines").get_by_role("link").first.click()
    rep.wait_for_load_state("networkidle")  # its panels move what is below them
    rep.get_by_role("link", name=_("Not filled in:")).click()
    rep.get_by_label("Purchases").fill("a lot")
    rep.get_by_role("button", name=_("Save"), exact=True).click()
    expect(rep.get_by_text(_("“%(text)s” is not a number.") % {"text": "a lot"})).to_be_visible()
    rep.get_by_label("Purchases").fill("¥120,000")
    rep.get_by_role("button", name=_("Save"), exact=True).click()
    expect(rep.get_by_text("120,000 CNY")).to_be_visible()

    rep.goto(f"/customers/?{field.key}_min=100000&sort=-{field.key}")
    expect(rep.locator("[data-row]")).to_have_count(1)
    expect(row_of(rep, "Hengyu Machines")).to_contain_text("120,000")
    assert fits(rep)
