"""A rep reads one customer after the other beside the list, does what is due, and goes on."""

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from customers.models import Customer
from sales.models import Activity
from tests.factories import make_contact, make_customer
from tests.journeys.desks import PHONE, WIDE
from tests.journeys.hands import fits, row_of, toast
from tests.journeys.test_a_day_with_one_customer import log
from tests.keyboard.fingers import cursor, path_of, press, reaches

pytestmark = pytest.mark.django_db(transaction=True)

WORKS = ["鼎盛阀门", "华东电机", "江南泵业", "宁波轴承", "苏州仪表"]
LIST = "/customers/?sort=created&cols=name,owner,last_activity,address"


@pytest.fixture
def customers(company):
    for name in WORKS:
        make_contact(make_customer(name, owner=company.rep), "吴涛")


@pytest.fixture
def at_the_list(company, customers, desk_of):
    rep = desk_of(company.rep, **WIDE)
    rep.goto(LIST)
    return rep


def beside(page, name):
    expect(page.locator("#peek-body:not([aria-busy])")).to_be_visible()
    expect(page.locator("#peek h2").first).to_contain_text(name)


def test_peeking_walking_a_form_and_back_at_the_same_row(at_the_list, company):
    rep = at_the_list
    press(rep, "j", "Space")
    beside(rep, WORKS[0])
    press(rep, "j", "j", "j", "k")
    beside(rep, WORKS[2])
    expect(rep.locator("#peek")).to_contain_text("吴涛")
    press(rep, "c")
    log(rep, Activity.Kind.CALL, "电话确认了报价")
    beside(rep, WORKS[2])
    assert path_of(rep) == LIST
    assert cursor(rep)[0] == WORKS[2]
    assert Activity.objects.get().customer.name == WORKS[2]
    press(rep, "Escape", "Enter")
    expect(rep.locator("[data-walk]")).to_contain_text("3 / 5")
    press(rep, "e")
    rep.get_by_label(capfirst(_("short name"))).fill("江泵")
    rep.get_by_role("button", name=_("Save"), exact=True).first.click()
    expect(toast(rep)).to_contain_text(WORKS[2])
    rep.locator("[data-walk]").get_by_role("link").click()
    reaches(rep, WORKS[2])
    assert path_of(rep) == LIST
    assert Customer.objects.get(name=WORKS[2]).short_name == "江泵"
    press(rep, "j", "Space")
    beside(rep, WORKS[3])


def test_by_thumb_a_record_is_walked_from_and_its_row_found_again(company, customers, desk_of):
    rep = desk_of(company.rep, **PHONE)
    rep.goto(LIST)
    row_of(rep, WORKS[1]).get_by_role("link", name=WORKS[1]).tap()
    bar = rep.locator("[data-walk]")
    expect(bar).to_contain_text("2 / 5")
    bar.get_by_role("button").last.tap()
    expect(rep.locator("#main h1")).to_contain_text(WORKS[2])
    assert fits(rep)
    bar.get_by_role("link").tap()
    expect(row_of(rep, WORKS[2])).to_be_in_viewport()
    assert path_of(rep) == LIST
