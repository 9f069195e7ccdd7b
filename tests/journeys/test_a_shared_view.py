"""A rep saves what they filtered and shares it; a colleague opens it and pins it."""

import re

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from crm.grid.saved.models import SavedView
from tests.factories import make_customer, make_user
from tests.factories_views import make_view
from tests.journeys.desks import PASSWORD, PHONE, either_way
from tests.journeys.hands import chip, fits, quick_match_box, row_of, step_back, toast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mate(company):
    return make_user("孙悦", company.east, username="sunyue", password=PASSWORD)


@pytest.fixture
def customers(company, mate):
    for name in ("鼎盛阀门", "鼎盛轴承", "华东电机"):
        make_customer(name, owner=company.rep)
    make_customer("鼎盛仪表", owner=mate)


@either_way
def test_a_view_is_built_saved_shared_and_opened_by_a_colleague(
    company, customers, mate, desk_of, screen
):
    rep = desk_of(company.rep, **screen)
    quick_match_box(rep).press_sequentially("dings")
    expect(rep.locator("[data-row]")).to_have_count(2)
    save_view(rep, "鼎盛", company.east)
    expect(rep).to_have_url(re.compile(r"\?view=\d+$"))
    expect(tab(rep, "鼎盛")).to_have_attribute("aria-current", "page")

    colleague = desk_of(mate, **screen)
    tab(colleague, "鼎盛").click()
    expect(colleague.locator("[data-row]")).to_have_count(1)
    expect(row_of(colleague, "鼎盛仪表")).to_be_visible()
    in_menu(colleague, _("Pin to the navigation"))
    expect(colleague.locator("#rail .pin")).to_have_count(1)
    colleague.goto("/contacts/")
    open_rail(colleague, screen)
    colleague.locator("#rail").get_by_role("link", name="鼎盛").click()
    expect(colleague.locator("[data-row]")).to_have_count(1)
    assert fits(colleague) and fits(rep)


@either_way
def test_a_changed_view_says_so_and_goes_back(company, customers, desk_of, screen):
    view = make_view(company.rep, "q=ding&sort=name", "鼎盛")
    rep = desk_of(company.rep, **screen)
    tab(rep, "鼎盛").click()
    chip(rep, _("Mine")).click()
    expect(rep.get_by_role("link", name=_("Revert"))).to_be_visible()
    assert fits(rep)
    rep.get_by_role("link", name=_("Revert")).click()
    expect(rep.get_by_role("link", name=_("Revert"))).to_have_count(0)
    chip(rep, _("Mine")).click()
    rep.locator("#views").get_by_role("button", name=_("Save"), exact=True).click()
    expect(toast(rep)).to_contain_text(_("The view “%(view)s” is saved.") % {"view": view})
    assert "state=mine" in SavedView.objects.get().query
    toast(rep).locator("[data-toast-undo] button").click()
    expect(toast(rep)).to_contain_text(
        _("The view “%(view)s” is as it was before.") % {"view": view}
    )
    assert SavedView.objects.get().query == view.query


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_back_and_forward_bring_back_what_stood_there(company, customers, desk_of):
    rep = desk_of(company.rep)
    quick_match_box(rep).press_sequentially("dings")
    expect(rep.locator("[data-row]")).to_have_count(2)
    expect(rep).to_have_url(re.compile(r"/customers/\?q=dings$"))
    chip(rep, _("Shared with me")).click()
    expect(rep.locator("[data-row]")).to_have_count(0)
    step_back(rep)
    expect(rep.locator("[data-row]")).to_have_count(2)
    expect(quick_match_box(rep)).to_have_value("dings")
    step_back(rep)
    expect(rep.locator("[data-row]")).to_have_count(3)
    rep.go_forward()
    expect(rep.locator("[data-row]")).to_have_count(2)
    assert rep.evaluate("Object.keys(localStorage).filter(key => key.startsWith('htmx'))") == []


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_the_link_of_what_is_seen_is_copied(company, customers, mate, desk_of):
    rep = desk_of(company.rep)
    rep.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rep.goto("/customers/?q=dings&cols=name,owner")
    rep.get_by_role("button", name=_("Copy link")).click()
    expect(toast(rep)).to_contain_text(_("The link is copied."))
    link = rep.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/customers/?q=dings&sort=-changed&cols=name,owner")
    rep.goto("/customers/?q=" + "dings" * 12 + "&email=" + "x" * 120)
    rep.get_by_role("button", name=_("Copy link")).click()
    expect(toast(rep)).to_contain_text(_("The link is copied."))
    link = rep.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[^/]+/g/[a-z2-7]{10}/", link)
    colleague = desk_of(mate)
    colleague.goto(link)
    expect(quick_match_box(colleague)).to_have_value("dings" * 12)


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_view_is_saved_and_put_in_order_by_keyboard_alone(company, customers, desk_of):
    make_view(company.rep, "q=hua&sort=name", "华东")
    rep = desk_of(company.rep)
    rep.goto("/customers/?q=ding")
    button = rep.locator("#views").get_by_role("button", name=_("Save view"))
    button.focus()
    rep.keyboard.press("Enter")
    expect(rep.get_by_role("dialog").get_by_label(_("Name"))).to_be_focused()
    rep.keyboard.type("鼎盛")
    rep.keyboard.press("Enter")
    expect(tab(rep, "鼎盛")).to_have_attribute("aria-current", "page")
    rep.keyboard.press("v")
    rep.get_by_role("button", name=_("Manage views")).focus()
    rep.keyboard.press("Enter")
    rep.get_by_role("dialog").get_by_role("button", name=_("Move up")).focus()
    rep.keyboard.press("Enter")
    expect(rep.locator("#views .tabs a").nth(1)).to_have_text("鼎盛")


def save_view(page, name, team):
    page.locator("#views").get_by_role("button", name=_("Save view")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(_("Name")).fill(name)
    dialog.get_by_label(_("Shared with")).select_option(str(team.pk))
    dialog.get_by_role("button", name=_("Save view")).click()


def tab(page, name):
    name = name or pgettext("tab without a view", "All")
    return page.locator("#views .tabs").get_by_role("link", name=name)


def in_menu(page, name):
    page.locator("[popovertarget=views-menu]").click()
    page.locator("#views-menu").get_by_role("button", name=name).click()


def open_rail(page, screen):
    if screen is PHONE:
        page.locator(".tabbar [popovertarget=rail]").click()
