"""An admin sets rules, sees what they would do, and a night does it; in each language."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

from customers.models import Customer, Night, RuleVersion
from tests.factories import make_customer, make_user
from tests.journeys.desks import PASSWORD, PHONE
from tests.journeys.hands import fits, row_of, toast
from tests.journeys.nights import put_off_to_tonight, warn_this_morning
from tests.ownership.looking import reload
from tests.release.making import backdate

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER, MASKED = "0574 8264 9173", "057****9173"
DAYS = "release-rules-0-clocks-0-days"


@pytest.fixture
def mate(company):
    return make_user("孙丽", company.east, username="sunli", password=PASSWORD)


@pytest.fixture
def silent(company, mate):
    """One silent customer among ten of a mate's, and three among the rep's four."""
    for number in range(9):
        make_customer(f"勤跟进 {number}", owner=mate)
    make_customer("新客户", owner=company.rep)
    hers = make_customer("甬江阀门", owner=mate, phones=[NUMBER])
    his = [make_customer(f"久无音讯 {number}", owner=company.rep) for number in range(3)]
    return [backdate(customer, 100) for customer in (hers, *his)]


def test_from_a_preset_to_the_pool_and_a_brake(company, axes, mate, silent, desk_of, work):
    admin = desk_of(company.admin)
    choose_a_preset(admin)
    see_what_it_would_do(admin, silent)
    save(admin)
    work()
    warn_this_morning()
    run_the_night(admin, work)
    assert reload(silent[0]).pool == company.east
    find_it_in_the_pool(desk_of(company.rep), silent[0])
    manager = desk_of(company.manager, **PHONE)
    decide_with_one_tap(manager, company.rep)
    work()
    expect(manager.locator("#night a[href$='/released/']")).to_have_text(str(len(silent)))
    assert not Customer.objects.filter(owner=company.rep, name__contains="久无音讯").exists()


def go(page, label):
    page.locator("#rail").get_by_role("link", name=label).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(label)


def choose_a_preset(admin):
    go(admin, _("Rules"))
    admin.get_by_role("link", name=_("The whole company")).click()
    admin.get_by_role("link", name=_("Change the rules")).click()
    start = _("Start from “%(preset)s”") % {"preset": _("Standard")}
    admin.get_by_role("link", name=start).click()
    days = admin.locator(f"[name={DAYS}]")
    expect(days).to_have_value("30")
    days.fill("40")


def see_what_it_would_do(admin, silent):
    """Nothing is saved yet, and those it would take can be looked at."""
    admin.get_by_role("button", name=_("What would change?")).first.click()
    trial = admin.locator(".dry-run")
    expect(trial.locator(".figure b")).to_have_text(str(len(silent)))
    braked = ngettext(
        "For %(number)s owner that night would stop and ask first.",
        "For %(number)s owners that night would stop and ask first.",
        1,
    )
    expect(trial).to_contain_text(braked % {"number": 1})
    with admin.context.expect_page() as opening:
        trial.get_by_role("link", name=_("Look at them")).click()
    grid = opening.value
    expect(grid.locator("[data-row]")).to_have_count(len(silent))
    expect(row_of(grid, silent[0].name)).to_contain_text("孙丽")
    grid.close()


def save(admin):
    admin.locator("[name=note]").fill("谁跟进，谁留住")
    admin.get_by_role("button", name=_("Save the rules")).click()
    saved = _("Rules no. %(number)d are saved; those they hit are told.")
    expect(toast(admin)).to_contain_text(saved % {"number": RuleVersion.objects.get().pk})
    expect(admin.locator("#release")).to_contain_text("40")


def run_the_night(admin, work):
    go(admin, _("Nights of release"))
    admin.get_by_role("button", name=_("Run now")).click()
    expect(toast(admin)).to_contain_text(_("The night has begun."))
    expect(admin.get_by_role("progressbar")).to_be_visible()
    put_off_to_tonight(Night.objects.get())
    work()
    expect(admin.locator("#night .tag").first).to_have_text(str(Night.State.ASKING.label))
    expect(admin.locator("#night .request")).to_have_count(1)


def find_it_in_the_pool(rep, customer):
    """Enough to want it, not enough to reach anybody."""
    go(rep, _("Pool"))
    row = row_of(rep, customer.name)
    expect(row).to_contain_text(_("Nobody followed up"))
    row.get_by_role("link", name=customer.name).click()
    main = rep.locator("main")
    expect(main).to_contain_text(MASKED)
    expect(main).not_to_contain_text(NUMBER)


def decide_with_one_tap(manager, owner):
    manager.locator(".bell").tap()
    manager.locator("#notices .unread").filter(has_text=owner.display_name).first.tap()
    brake = manager.locator("#night .request")
    expect(brake.get_by_role("heading")).to_have_text(owner.display_name)
    assert fits(manager)
    brake.get_by_role("button", name=_("Release them")).tap()
    expect(brake.locator(".tag")).to_be_visible()
