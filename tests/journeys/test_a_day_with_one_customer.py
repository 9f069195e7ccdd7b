"""What a rep does with a customer all day, in each language."""

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from crm.editing import disputed_sentence
from customers.models import Customer
from sales.models import Activity
from tests.factories import make_contact, make_customer
from tests.journeys.hands import press_on_row, row_of, toast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def customer(company):
    make_customer("无锡瑞丰轴承有限公司", owner=company.rep)
    customer = make_customer("宁波鼎盛阀门有限公司", owner=company.rep, remarks="Founded in 1998")
    make_contact(customer, "吴涛")
    return customer


def log(page, kind, text):
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label(capfirst(_("what")))).to_be_focused()
    page.keyboard.type(text)
    dialog.get_by_role("radio", name=capfirst(kind.label)).check(force=True)
    dialog.get_by_role("button", name=_("Save")).click()
    expect(toast(page)).to_contain_text(text)
    expect(dialog).to_be_hidden()


def test_activities_are_logged_from_the_row_and_on_the_page(company, customer, desk_of):
    rep = desk_of(company.rep)
    press_on_row(rep, customer.name, "c")
    log(rep, Activity.Kind.CALL, "问了三号线的节拍")
    row_of(rep, customer.name).get_by_role("link", name=customer.name).click()
    done = rep.locator("#panel-activities li")
    expect(done).to_contain_text("问了三号线的节拍")
    rep.keyboard.press("c")
    log(rep, Activity.Kind.VISIT, "Measured the cycle")
    expect(done).to_have_count(2)
    expect(done.first).to_contain_text(capfirst(_("visit")))


def test_a_customer_is_deleted_and_comes_back_by_undo(company, customer, desk_of):
    rep = desk_of(company.rep)
    row_of(rep, customer.name).get_by_role("link", name=customer.name).click()
    rep.get_by_role("button", name=_("More")).click()
    rep.get_by_role("button", name=_("Delete"), exact=True).click()
    expect(toast(rep)).to_contain_text(_("%s is deleted.") % customer)
    expect(rep.locator("[data-row]")).to_have_count(1)
    toast(rep).get_by_role("button", name=_("Undo")).click()
    expect(toast(rep)).to_contain_text(_("%s is back.") % customer)
    expect(rep.get_by_role("heading", level=1)).to_have_text(customer.name)
    expect(rep.locator("#contacts")).to_contain_text("吴涛")


def label_of(name):
    return capfirst(str(Customer._meta.get_field(name).verbose_name))


def edit(page, customer, **values):
    page.goto(customer.get_absolute_url())
    page.keyboard.press("e")
    for name, text in values.items():
        page.get_by_label(label_of(name)).fill(text)


def save(page):
    page.get_by_role("button", name=_("Save")).click()


def test_two_people_change_one_customer_and_nothing_is_lost(company, customer, desk_of):
    customer.share(company.colleague, by=company.rep, scope="card", may_edit=True)
    rep, colleague = desk_of(company.rep), desk_of(company.colleague)
    edit(rep, customer, address="8 Yongjiang Road", remarks="Pays at the end of the month")
    edit(colleague, customer, email="office@example.com", remarks="Wants a second line")
    save(rep)
    expect(toast(rep)).to_contain_text(_("%s is saved.") % customer)
    save(colleague)
    expect(colleague.get_by_role("alert")).to_contain_text(disputed_sentence(1))
    decide(colleague)
    main = colleague.locator("main")
    for text in ("8 Yongjiang Road", "office@example.com", "Wants a second line"):
        expect(main.locator("dl.pairs").first).to_contain_text(text)
    expect(main).to_contain_text("Pays at the end of the month")


def decide(page):
    """Both wrote remarks: both are there to be read, and the second keeps their own."""
    dispute = page.locator("[data-disputed=remarks]")
    expect(dispute).to_contain_text("Pays at the end of the month")
    expect(dispute.get_by_label(label_of("remarks"))).to_have_value("Wants a second line")
    dispute.get_by_label(_("Keep mine")).check()
    save(page)
