"""The first day with the product, as those who share it live it, in each language."""

import re

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from playwright.sync_api import expect

from crm.sheets.reading import read_sheet
from customers.models import Customer
from tests.factories import make_contact, make_customer
from tests.journeys.desks import PHONE
from tests.journeys.hands import chip, choose_in, count_on, cut_short, quick_match, row_of
from tests.journeys.sheet import GOOD, HEADINGS, HELD, NAMES, WRONG, mistakes, write_sheet

pytestmark = pytest.mark.django_db(transaction=True)

SOUGHT = "宁波鼎盛阀门有限公司"
SOUGHT_BY = "nbdsfm"


def test_from_a_sheet_to_a_shared_customer(language, company, axes, desk_of, work, tmp_path):
    admin = desk_of(company.admin)
    upload(admin, sheet_in(tmp_path, language, company.rep), company.east)
    match_columns(admin, HEADINGS[language])
    check(admin, work)
    read_refused_rows(admin)
    write(admin, work)

    rep = desk_of(company.rep)
    expect(chip(rep, _("Mine"))).to_contain_text(str(HELD))
    claim_by_initials(rep)

    manager = desk_of(company.manager)
    assign_ten(manager, company.rep)
    rep.goto("/customers/")
    expect(chip(rep, _("Mine"))).to_contain_text(str(HELD + 1 + 10))

    url = share(rep, company.colleague)
    find_what_is_shared(desk_of(company.colleague), url, company.rep)
    meet_a_closed_door(desk_of(company.stranger), url)


def test_on_a_phone_a_rep_claims_and_shares_a_customer(company, desk_of):
    for name in NAMES[30:45]:
        make_contact(make_customer(name, pool=company.east, by=company.manager))
    rep = desk_of(company.rep, **PHONE)
    assert cut_short(rep, ".tabbar span") == []
    claim_by_initials(rep)
    assert rep.evaluate("document.documentElement.scrollWidth") <= 375
    rep.goto("/customers/")
    url = share(rep, company.colleague)
    find_what_is_shared(desk_of(company.colleague, **PHONE), url, company.rep)


def sheet_in(folder, language, rep):
    path = folder / "customers.xlsx"
    write_sheet(path, language, rep)
    return path


def upload(admin, path, team):
    admin.get_by_role("link", name=_("Import"), exact=True).click()
    admin.locator("input[type=file]").set_input_files(path)
    expect(admin.locator("[data-drop-name]")).to_contain_text(path.name)
    admin.get_by_label(_("Pool for customers without an owner")).select_option(label=team.name)
    admin.get_by_role("button", name=_("Upload and look at it")).click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text(path.name)


def match_columns(admin, headings):
    every, known = len(headings), len(headings) - 1
    sentence = ngettext(
        "%(recognised)s of %(total)s columns recognised",
        "%(recognised)s of %(total)s columns recognised",
        known,
    )
    expect(admin.locator("main")).to_contain_text(sentence % {"recognised": known, "total": every})
    unknown = admin.get_by_label(headings["fair"])
    expect(unknown).to_have_value("remarks.headed")
    with admin.expect_response("**/mapping/"):
        unknown.select_option("remarks")
    expect(admin.locator("main")).to_contain_text(sentence % {"recognised": every, "total": every})


def check(admin, work):
    admin.get_by_role("button", name=_("Check every row")).click()
    leave_unknown_categories_empty(admin)
    bar = admin.get_by_role("progressbar", name=_("Checking"))
    expect(bar).to_have_attribute("max", str(len(NAMES)))
    come_back_to_it(admin, _("being checked"))
    expect(bar).to_be_visible()
    work()
    expect(number_at(admin, _("Good rows"))).to_have_text(str(GOOD))
    expect(number_at(admin, _("Refused rows"))).to_have_text(str(WRONG))
    assert not Customer.objects.exists()


def leave_unknown_categories_empty(admin):
    for text in ("炼金术", "Atlantis"):
        expect(admin.get_by_label(text)).to_have_value("")
        with admin.expect_response("**/categories/form/"):
            admin.get_by_role("button", name=_("Leave them empty")).first.click()
        expect(admin.get_by_label(text)).to_have_value("empty")
    admin.get_by_role("button", name=_("Check every row")).click()


def come_back_to_it(admin, state):
    admin.get_by_role("link", name=_("All imports")).click()
    expect(admin.locator("table")).to_contain_text(state)
    admin.get_by_role("link", name="customers.xlsx").click()


def read_refused_rows(admin):
    with admin.expect_download() as download:
        admin.get_by_role("link", name=_("Download the refused rows")).click()
    with read_sheet(download.value.path(), "refused.xlsx") as sheet:
        refused = [row.cells for row in sheet.rows]
    assert len(refused) == WRONG
    for mistake, (*cells, reason, _number) in zip(mistakes(), refused, strict=True):
        assert mistake.reason in reason
        assert set(filter(str.strip, mistake.typed.values())) <= set(cells)


def write(admin, work):
    verb = ngettext("Import %(rows)s good row", "Import %(rows)s good rows", GOOD)
    admin.get_by_role("button", name=verb % {"rows": GOOD}).click()
    expect(admin.get_by_role("progressbar", name=_("Importing"))).to_be_visible()
    work()
    expect(number_at(admin, _("Imported"))).to_have_text(str(GOOD))
    admin.get_by_role("link", name=_("See the customers")).click()
    rows = ngettext("%(count)s row", "%(count)s rows", GOOD)
    expect(count_on(admin)).to_have_text(rows % {"count": GOOD})


def number_at(page, label):
    term = page.locator("dt", has_text=label)
    return page.locator("dl.facts div").filter(has=term).locator("dd")


def claim_by_initials(rep):
    quick_match(rep, SOUGHT_BY)
    expect(rep.locator("[data-row]")).to_have_count(1)
    row_of(rep, SOUGHT).get_by_role("link", name=SOUGHT).click()
    rep.get_by_role("button", name=_("Claim"), exact=True).first.click()
    expect(rep.locator("#toasts")).to_contain_text(_("%s is yours alone now.") % SOUGHT)
    expect(rep.locator(".tag", has_text=_("exclusive"))).to_be_visible()


def assign_ten(manager, rep):
    chip(manager, _("Pool")).click()
    expect(chip(manager, _("Pool"))).to_have_attribute("aria-pressed", "true")
    manager.wait_for_load_state()  # before it nobody listens to keys
    for _number in range(10):
        manager.keyboard.press("j")
        manager.keyboard.press("x")
    bar = manager.locator("[data-pick-bar]")
    expect(bar.locator("[data-pick-count]")).to_have_text("10")
    bar.get_by_role("button", name=_("Assign")).click()
    dialog = manager.get_by_role("dialog")
    choose_in(dialog, _("To"), "ln", rep.display_name)
    dialog.get_by_role("button", name=_("Assign"), exact=True).click()
    outcome = ngettext("%(count)s assigned", "%(count)s assigned", 10) % {"count": 10}
    expect(dialog.get_by_role("status")).to_contain_text(outcome)
    dialog.get_by_role("link", name=_("Back to the list")).click()
    expect(dialog).to_be_hidden()


def share(rep, colleague) -> str:
    """The address of the customer that is shared."""
    quick_match(rep, SOUGHT_BY)
    expect(rep.locator("[data-row]")).to_have_count(1)
    row_of(rep, SOUGHT).get_by_role("link", name=SOUGHT).click()
    rep.get_by_role("link", name=_("Share"), exact=True).click()
    dialog = rep.get_by_role("dialog")
    choose_in(dialog, _("With"), "wanglei", colleague.display_name)
    dialog.get_by_role("button", name=_("Share"), exact=True).click()
    words = {"receiver": colleague, "customer": SOUGHT}
    said = _("%(receiver)s sees %(customer)s now.") % words
    expect(rep.locator("#toasts")).to_contain_text(said)
    keep = pgettext("claim one's own", "Keep to myself")
    expect(rep.get_by_role("button", name=keep)).to_be_visible()
    return rep.url


def find_what_is_shared(colleague, url, owner):
    chip(colleague, _("Shared with me")).click()
    expect(colleague.locator("[data-row]")).to_have_count(1)
    row_of(colleague, SOUGHT).get_by_role("link", name=SOUGHT).click()
    expect(colleague).to_have_url(url)
    expect(colleague.locator("#contacts li")).to_have_count(1)
    closed = _(
        "You see the card and its contacts. For activities, opportunities and the rest "
        "ask %(owner)s to share everything."
    )
    expect(colleague.locator("main")).to_contain_text(closed % {"owner": owner})
    expect(colleague.locator("[id^=panel-]")).to_have_count(0)


def meet_a_closed_door(stranger, url):
    response = stranger.goto(url)
    assert response.status == 404
    expect(stranger.get_by_role("heading", level=1)).to_have_text(_("Nothing here"))
    expect(stranger.locator("body")).not_to_contain_text(re.compile(SOUGHT))
