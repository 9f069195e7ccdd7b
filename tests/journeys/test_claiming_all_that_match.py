"""A rep chooses everything that matches the pool, and reads what became of each row."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from playwright.sync_api import expect

from customers.bulk import running
from customers.models import Customer, RuleVersion
from tests.factories import make_customer
from tests.journeys.desks import either_way

pytestmark = pytest.mark.django_db(transaction=True)

WORKS, MOST = 53, 10


@pytest.fixture
def full_at_ten(company):
    """A pool of more than a page, and hands that hold no more than ten."""
    for number in range(WORKS):
        make_customer(f"鼎盛阀门 {number:02}", pool=company.east, by=company.manager)
    make_customer("别家工厂", pool=company.east, by=company.manager)
    RuleVersion.objects.create(
        sections={"capacity": {"most": MOST}}, effective_from=timezone.localdate()
    )


@either_way
def test_claiming_all_that_match_tells_what_became_of_each(
    company, full_at_ten, desk_of, work, screen
):
    rep = desk_of(company.rep, **screen)
    rep.goto("/pool/?q=dsfm")
    choose_all(rep)
    claim(rep)
    expect(rep.locator("#progress")).to_be_visible()
    work()
    expect(rep.locator(".note").first).to_contain_text(claimed())
    expect(rep.locator(".note").first).to_contain_text(refused())
    assert Customer.objects.filter(owner=company.rep).count() == MOST
    assert not Customer.objects.filter(owner=company.rep, name="别家工厂").exists()
    assert rep.evaluate("document.documentElement.scrollWidth") <= rep.viewport_size["width"]
    download(rep)


def choose_all(rep):
    rep.locator("[data-select-row]").first.check()
    rep.locator("[data-pick-everything]").click()
    expect(rep.locator("[data-pick-count]")).to_have_text(str(WORKS))


def claim(rep):
    assert WORKS > running.AT_ONCE
    rep.locator("[data-pick-bar]").get_by_role("button", name=_("Claim"), exact=True).click()
    dialog = rep.get_by_role("dialog")
    expect(dialog).to_contain_text(str(WORKS))
    dialog.get_by_role("button", name=_("Claim"), exact=True).click()


def claimed() -> str:
    return ngettext("%(count)s claimed", "%(count)s claimed", MOST) % {"count": MOST}


def refused() -> str:
    count = WORKS - MOST
    sentence = npgettext("bulk action", "%(count)s refused", "%(count)s refused", count)
    words = {"refused": sentence % {"count": count}, "reasons": _("capacity")}
    return _("%(refused)s: %(reasons)s") % words


def download(rep):
    with rep.expect_download() as downloading:
        rep.get_by_role("link", name=_("Excel (.xlsx)")).click()
    assert downloading.value.suggested_filename.endswith(".xlsx")
