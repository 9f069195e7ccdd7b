"""Thousands of messy rows: read, decided, written, the wrong ones corrected, all of it undone."""

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

from customers.models import Category, Customer, RowCheck
from tests.journeys.desks import PHONE, WIDE
from tests.journeys.hands import fits
from tests.journeys.large_sheet import (
    ALIKE,
    KNOWN,
    OLD_ADDRESS,
    TITLES,
    UNKNOWN,
    WRONG,
    LargeSheet,
)

pytestmark = pytest.mark.django_db(transaction=True)

# The whole of it at a desk; on a phone as many rows as there are kinds of trouble.
SIZES = {"zh-hans": (2_000, WIDE), "en": (200, PHONE)}
NAME = "名录.xlsx"


def test_a_large_sheet_in_and_out_again(language, company, axes, desk_of, work, tmp_path):
    size, screen = SIZES[language]
    sheet, path = LargeSheet(size, language, company.rep), tmp_path / NAME
    sheet.make_those_that_exist(company.east, company.manager)
    sheet.write(path)
    admin = desk_of(company.admin, **screen)

    first = upload(admin, path)
    expect(admin.locator("main")).to_contain_text(TITLES[0][0])
    check(admin)
    answer_unknown_categories(admin)
    work()
    expect_counts(admin, {_("Refused rows"): WRONG, of("asked"): ALIKE})
    decide_those_alike(admin, size)
    expect_counts(admin, {_("Good rows"): size - WRONG, of("changed"): KNOWN})
    write(admin, work, size - WRONG)

    sheet.correct(refused_rows(admin, tmp_path))
    again = upload(admin, tmp_path / "refused.xlsx")
    expect(admin.locator("main").get_by_role("link", name=NAME)).to_be_visible()
    check(admin)
    work()
    expect_counts(admin, {_("Good rows"): WRONG, _("Refused rows"): 0})
    write(admin, work, WRONG)
    assert Customer.objects.filter(deleted_at=None).count() == size + ALIKE

    undo(admin, again, work, WRONG)
    undo(admin, first, work, size - WRONG)
    left = Customer.objects.filter(deleted_at=None)
    assert left.count() == KNOWN + ALIKE
    assert left.filter(address=OLD_ADDRESS, credit_code="").count() == KNOWN


def upload(admin, path) -> str:
    """The address of the import."""
    admin.goto("/imports/")
    admin.locator("input[type=file]").set_input_files(path)
    admin.get_by_role("button", name=_("Upload and look at it")).click()
    expect(admin.get_by_role("heading", level=1)).to_contain_text(path.name)
    assert fits(admin)
    return admin.url


def check(admin):
    admin.get_by_role("button", name=_("Check every row")).click()


def answer_unknown_categories(admin):
    """The first is created, the second left empty."""
    for text in UNKNOWN.values():
        expect(admin.get_by_label(text)).to_have_value("")
    admin.wait_for_load_state()  # before it nobody listens
    for choice, text in zip(("create", "empty"), UNKNOWN.values(), strict=True):
        admin.get_by_label(text).select_option(choice)
        expect(admin.locator("tr.open").filter(has_text=text)).to_have_count(0)
        expect(admin.locator(".htmx-settling")).to_have_count(0)
        expect(admin.get_by_label(text)).to_have_value(choice)
    assert fits(admin)
    check(admin)
    expect(admin.get_by_role("progressbar", name=_("Checking"))).to_be_visible()
    assert Category.objects.filter(name_zh=UNKNOWN["industry"]).count() == 1


def expect_counts(admin, counts):
    for label, count in counts.items():
        row = admin.locator("dl.facts div").filter(has=admin.locator("dt", has_text=label))
        expect(row.locator("dd").first).to_have_text(f"{count:,}")


def of(verdict) -> str:
    return capfirst(str(RowCheck.Verdict(verdict).label))


def decide_those_alike(admin, size):
    admin.get_by_role("link", name=_("Decide one by one")).click()
    expect(admin.locator("[data-row]")).to_have_count(ALIKE)
    assert fits(admin)
    for box in admin.locator("[data-select-row]").all():
        box.check()
    bar = admin.locator("[data-pick-bar]")
    expect(bar.locator("[data-pick-count]")).to_have_text(str(ALIKE))
    bar.get_by_role("button", name=_("More")).click()
    admin.locator("#pick-menu").get_by_role("button", name=_("Create as new")).click()
    admin.get_by_role("dialog").get_by_role("button", name=_("Create as new")).click()
    said = ngettext("%(count)d row is decided.", "%(count)d rows are decided.", ALIKE)
    expect(admin.locator("body")).to_contain_text(said % {"count": ALIKE})
    admin.get_by_role("link", name=NAME).first.click()


def write(admin, work, rows):
    verb = ngettext("Import %(rows)s good row", "Import %(rows)s good rows", rows)
    admin.get_by_role("button", name=verb % {"rows": rows}).click()
    expect(admin.get_by_role("progressbar", name=_("Importing"))).to_be_visible()
    work()
    expect_counts(admin, {_("Imported"): rows})
    assert fits(admin)


def refused_rows(admin, folder):
    path = folder / "refused.xlsx"
    with admin.expect_download() as download:
        admin.get_by_role("link", name=_("Download the refused rows")).click()
    download.value.save_as(path)
    return path


def undo(admin, url, work, rows):
    admin.goto(url)
    admin.get_by_role("link", name=_("Undo the import")).click()
    expect_counts(admin, {_("put back").capitalize(): rows})
    assert fits(admin)
    admin.get_by_role("button", name=_("Undo the import")).click()
    expect(admin.get_by_role("progressbar", name=_("Undoing"))).to_be_visible()
    work()
    expect_counts(admin, {_("put back").capitalize(): rows})
