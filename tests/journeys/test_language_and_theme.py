import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.journeys.desks import open_menu_of, sign_in, sign_out

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = "rgb(20, 24, 31)"


def test_a_chosen_language_and_theme_stay(company, language, desk_of):
    rep, other = desk_of(company.rep), other_than(language)
    open_menu_of(rep, company.rep)
    rep.get_by_role("button", name=_("Dark")).click()
    expect(rep.locator("body")).to_have_css("background-color", NIGHT)
    rep.locator(f"#me [value={other}]").click()
    expect(rep.locator("html")).to_have_attribute("lang", other)
    with translation.override(other):
        sign_out(rep, company.rep)
        sign_in(rep, company.rep)
        expect(rep.get_by_role("heading", level=1)).to_have_text(_("Customers"))
    expect(rep.locator("body")).to_have_css("background-color", NIGHT)


def test_a_chosen_language_follows_its_person_to_another_browser(company, language, desk_of):
    desk, other = desk_of(company.rep), other_than(language)
    open_menu_of(desk, company.rep)
    desk.locator(f"#me [value={other}]").click()
    expect(desk.locator("html")).to_have_attribute("lang", other)
    elsewhere = desk_of(company.rep)
    expect(elsewhere.locator("html")).to_have_attribute("lang", other)


def other_than(language):
    return next(code for code, _name in settings.LANGUAGES if code != language)
