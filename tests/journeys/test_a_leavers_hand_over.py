"""Somebody leaves: nobody is let go with customers in hand, and a hand-over can be undone."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from crm.models import User
from customers.models import HandOver
from sales.models import Opportunity
from tests.factories import make_customer, make_user
from tests.factories_sales import make_opportunity
from tests.journeys.desks import PASSWORD
from tests.journeys.hands import row_of, toast
from tests.ownership.looking import reload

pytestmark = pytest.mark.django_db(transaction=True)
HELD = 2


@pytest.fixture
def mate(company):
    return make_user("孙丽", company.east, username="sunli", password=PASSWORD)


@pytest.fixture
def opportunity(company, mate):
    """Of one of two customers of the rep's."""
    make_customer("瑞丰轴承", owner=company.rep)
    return make_opportunity(make_customer("鼎盛阀门", owner=company.rep), by=company.rep)


def test_a_leavers_customers_go_to_a_mate_and_back_and_again(company, mate, opportunity, desk_of):
    admin = desk_of(company.admin)
    press_deactivate(admin, company.rep)
    plan_from_the_refusal(admin, company.rep)
    confirm(admin)
    assert owners_of(opportunity) == {mate}
    undo(admin, company.rep)
    assert owners_of(opportunity) == {company.rep}
    press_deactivate(admin, company.rep)
    plan_from_the_refusal(admin, company.rep)
    confirm(admin)
    press_deactivate(admin, company.rep)
    expect(toast(admin)).to_contain_text(_("%s can no longer sign in.") % company.rep)
    assert not User.objects.get(pk=company.rep.pk).is_active
    find_them(desk_of(mate))


def owners_of(opportunity):
    """Of the opportunity and its customer: they go together."""
    return {Opportunity.objects.get(pk=opportunity.pk).owner, reload(opportunity.customer).owner}


def press_deactivate(admin, person):
    admin.goto(reverse("people:person", args=[person.pk]))
    admin.get_by_role("button", name=_("Deactivate"), exact=True).click()


def plan_from_the_refusal(admin, leaver):
    expect(toast(admin).get_by_role("alert")).to_contain_text(_("Hand them over first."))
    toast(admin).get_by_role("button", name=_("Hand over")).click()
    held = _("Hand over what %(leaver)s holds") % {"leaver": leaver}
    expect(admin.get_by_role("heading", level=1)).to_have_text(held)
    admin.get_by_role("button", name=_("Show the plan")).click()
    what = admin.locator("main .facts").first
    expect(what).to_contain_text(str(HELD))
    expect(what).to_contain_text(_("Open opportunities"))
    expect(admin.locator("#planned tbody tr")).to_have_count(HELD)


def confirm(admin):
    admin.locator("#plan").get_by_role("button", name=_("Hand over"), exact=True).click()
    expect_rows(admin, HandOver.State.DONE)


def undo(admin, leaver):
    expect(toast(admin)).to_contain_text(_("What %s held is handed over.") % leaver)
    admin.locator("form[action$='/undo/'] button").first.click()
    expect_rows(admin, HandOver.State.UNDONE)
    expect(admin.locator("form[action$='/undo/']")).to_have_count(0)


def expect_rows(admin, state):
    expect(admin.locator(".head, header").filter(has_text=str(state.label)).first).to_be_visible()
    expect(admin.locator("tbody .tag.jade")).to_have_count(HELD)


def find_them(mate):
    for name in ("鼎盛阀门", "瑞丰轴承"):
        expect(row_of(mate, name)).to_be_visible()
