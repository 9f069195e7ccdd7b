"""A rep is warned in the morning, acts, and keeps the customer; in each language."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from crm.days import short_day
from customers.rules.sections import Warning
from tests.factories import make_contact, make_customer
from tests.journeys.desks import either_way
from tests.journeys.hands import chip, fits, row_of, toast
from tests.journeys.nights import tonight, warn_this_morning
from tests.ownership.looking import reload
from tests.release.making import a_rule, backdate, set_rules

pytestmark = pytest.mark.django_db(transaction=True)
RULE = "久未跟进"


@pytest.fixture
def leaving(company):
    """Two customers, long silent, under rules that bind from today: both leave tonight."""
    sections = {"warning": Warning(owner_days=(3,))}
    today = timezone.localdate()
    set_rules(company.east, a_rule(name=RULE), sections=sections, effective_from=today)
    kept, lost = (make_customer(name, owner=company.rep) for name in ("鼎盛阀门", "瑞丰轴承"))
    make_contact(kept, "吴涛")
    return [backdate(customer, 100) for customer in (kept, lost)]


@either_way
def test_who_is_warned_and_acts_keeps_the_customer(company, leaving, desk_of, work, screen):
    kept, lost = leaving
    warn_this_morning()
    rep = desk_of(company.rep, **screen)
    hear_the_bell(rep)
    read_the_list(rep, kept, lost)
    read_the_page(rep, kept)
    log_a_visit(rep)
    read_the_new_date(rep, kept)
    read_that_it_stays(rep, kept, lost)
    assert tonight(work).released == 1
    assert (reload(kept).owner, reload(lost).pool) == (company.rep, company.east)


def hear_the_bell(rep):
    rep.locator(".bell").click()
    words = {"count": 2}
    warned = _("%(count)d of your customers will be released soon, unless you act.") % words
    rep.locator("#notices").get_by_role("link").filter(has_text=warned).click()
    expect(rep.get_by_role("heading", level=1)).to_contain_text(_("Leaving soon"))


def read_the_list(rep, *leaving):
    chip(rep, _("Within a week")).click()
    for customer in leaving:
        expect(row_of(rep, customer.name)).to_contain_text(RULE)
        expect(row_of(rep, customer.name)).to_contain_text(short_day(customer.release_due_at))
    assert fits(rep)


def panel(rep):
    return rep.locator("#panel-release")


def read_the_page(rep, customer):
    row_of(rep, customer.name).get_by_role("link", name=customer.name).click()
    expect(panel(rep)).to_contain_text(RULE)
    leaves = _("leaves %(day)s") % {"day": short_day(customer.release_due_at)}
    expect(panel(rep).locator(".tag.seal")).to_have_text(leaves)
    expect(panel(rep)).to_contain_text(_("with a contact and an outcome"))
    assert fits(rep)


def log_a_visit(rep):
    panel(rep).get_by_role("link", name=_("Log an activity")).click()
    dialog = rep.get_by_role("dialog")
    dialog.get_by_label(capfirst(_("what"))).fill("看了三号线")
    dialog.get_by_role("radio", name=capfirst(_("visit"))).check(force=True)
    dialog.locator("[name=contact]").select_option(label="吴涛")
    dialog.locator("[name=outcome]").fill("下周报价")
    dialog.get_by_role("button", name=_("Save")).click()
    expect(toast(rep)).to_contain_text("看了三号线")


def read_the_new_date(rep, customer):
    """The panel tells it at once."""
    due_at = reload(customer).release_due_at
    assert due_at > customer.release_due_at
    leaves = _("leaves %(day)s") % {"day": short_day(due_at)}
    expect(panel(rep).locator("header .tag")).to_have_text(leaves)
    expect(panel(rep).locator("header .seal")).to_have_count(0)


def read_that_it_stays(rep, kept, lost):
    rep.goto(reverse("customers:leaving"))
    chip(rep, _("Within a week")).click()
    expect(row_of(rep, kept.name)).to_have_count(0)
    expect(row_of(rep, lost.name)).to_have_count(1)
