"""From a grey button to a decision with the thumb, in each language."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from crm.days import short_day
from customers.models import Request, RuleVersion
from tests.factories import make_customer, make_user
from tests.journeys.desks import PASSWORD, PHONE
from tests.journeys.hands import fits, toast
from tests.ownership.looking import reload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mate(company):
    return make_user("孙丽", company.east, username="sunli", password=PASSWORD)


@pytest.fixture
def customer(company, mate):
    customer = make_customer("宁波鼎盛阀门有限公司", owner=company.rep)
    customer.share(mate, by=company.rep, scope="card")
    return customer


def ask_why_not(page, customer, label):
    """The grey verb is pressed by the keyboard, which it must not be out of the reach of."""
    page.goto(customer.get_absolute_url())
    grey = page.locator(".head").get_by_role("button", name=label, exact=True)
    expect(grey).to_have_attribute("aria-disabled", "true")
    grey.focus()
    page.keyboard.press("Enter")
    return page.get_by_role("dialog")


def test_access_is_asked_in_the_why_sheet_and_granted_with_one_tap(
    company, customer, mate, desk_of
):
    page = desk_of(mate)
    sheet = ask_why_not(page, customer, _("Claim"))
    expect(sheet).to_contain_text(company.rep.display_name)
    sheet.get_by_role("button", name=_("Ask for access")).click()
    expect(toast(page)).to_contain_text(company.rep.display_name)

    phone = desk_of(company.rep, **PHONE)
    phone.goto(reverse("customers:requests"))
    assert fits(phone)
    phone.get_by_role("button", name=_("Grant"), exact=True).tap()
    expect(phone.locator(".request .tag")).to_have_text(_("granted"))
    assert customer.access_of(mate).inside
    phone.get_by_label(_("Note")).fill("Until the tender")
    phone.get_by_role("button", name=_("Save")).tap()
    expect(phone.locator(".request")).to_contain_text("Until the tender")


def test_a_dispute_is_heard_on_both_sides_and_ruled_with_one_tap(company, customer, mate, desk_of):
    page = desk_of(mate)
    sheet = ask_why_not(page, customer, _("Claim"))
    sheet.get_by_role("button", name=_("Dispute it")).click()
    page.locator(".head").get_by_role("link", name=_("Add evidence")).click()
    form = page.get_by_role("dialog")
    form.get_by_label(_("When")).fill("2025-03-01")
    form.get_by_label(_("What happened")).fill("工博会上交换名片")
    form.get_by_role("button", name=_("Add evidence")).click()
    expect(page.locator(".request-sides")).to_contain_text("工博会上交换名片")

    phone = desk_of(company.manager, **PHONE)
    phone.goto(Request.objects.get().get_absolute_url())
    expect(phone.locator(".request-sides")).to_contain_text("工博会上交换名片")
    assert fits(phone)
    phone.get_by_role("button", name=_("Goes to %(asker)s") % {"asker": mate}).tap()
    expect(phone.locator(".request .tag")).to_have_text(_("goes to who disputes it"))
    assert reload(customer).owner == mate


def test_a_protection_too_long_is_asked_for_from_the_form_itself(company, customer, desk_of):
    RuleVersion.objects.create(
        sections={"protection": {"longest_days": 10}}, effective_from=timezone.localdate()
    )
    page, until = desk_of(company.rep), timezone.localdate() + timedelta(days=60)
    page.goto(customer.get_absolute_url())
    page.locator(".head").get_by_role("link", name=_("Protect"), exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label(_("Until the end of")).fill(until.isoformat())
    form.get_by_label(_("Reason")).fill("等预算批复")
    form.get_by_role("button", name=_("Protect"), exact=True).click()
    form.get_by_role("button", name=_("Ask your manager for longer")).click()
    expect(toast(page)).to_contain_text(company.manager.display_name)
    request = Request.objects.get()
    assert (request.wanted["until"], request.reason) == (until.isoformat(), "等预算批复")

    grant_from_the_bell(desk_of(company.manager, **PHONE), customer)
    assert reload(customer).protected_until == until
    page.reload()
    read_the_grant(page, company.manager, until)


def grant_from_the_bell(phone, customer):
    phone.locator(".bell").tap()
    phone.locator("#notices .unread").filter(has_text=customer.name).tap()
    expect(phone.locator(".request")).to_contain_text("等预算批复")
    assert fits(phone)
    phone.get_by_role("button", name=_("Grant"), exact=True).tap()
    expect(phone.locator(".request .tag")).to_have_text(_("granted"))


def read_the_grant(page, manager, until):
    """On the customer's page, and in the bell, which leads to the request."""
    protected = _("protected until %(day)s") % {"day": short_day(until)}
    expect(page.locator("main .tag.sky").filter(has_text=protected)).to_be_visible()
    page.locator(".bell").click()
    page.locator("#notices .unread").filter(has_text=manager.display_name).first.click()
    expect(page.locator("main .tag").filter(has_text=_("granted"))).to_be_visible()
