"""The browsers in which a journey is made, and the way in."""

from zlib import crc32

import pytest
from django.test import Client
from django.utils.translation import gettext as _
from playwright.sync_api import expect

LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 375, "height": 800}, "has_touch": True, "is_mobile": True}
# Both languages and both widths, each once: what breaks by their combination breaks by one of them.
either_way = pytest.mark.parametrize(
    ("language", "screen"),
    [("zh-hans", WIDE), ("en", PHONE)],
    ids=["zh-wide", "en-phone"],
    indirect=["language"],
)
PASSWORD = "Seven brown otters"


@pytest.fixture
def by_turns(request):
    """One of the two languages, for parts whose work is the same in both: half of their tests are
    made in each."""
    turn = sorted(LOCALES)[crc32(request.node.name.encode()) % 2]
    return getattr(request, "param", turn)


def let_in(context, person, url):
    """As after signing in, without the pages of it."""
    client = Client()
    client.force_login(person)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def sign_in(page, person):
    page.goto("/")
    page.get_by_label(_("User name or email")).fill(person.username)
    page.get_by_label(_("Password")).fill(PASSWORD)
    page.get_by_role("button", name=_("Sign In"), exact=True).click()
    expect(page.locator("[popovertarget=me]")).to_be_visible()


def sign_out(page, person):
    open_menu_of(page, person)
    page.get_by_role("button", name=_("Sign out")).click()
    expect(page.get_by_label(_("Password"))).to_be_visible()


def open_menu_of(page, person):
    name = _("Menu of %(name)s") % {"name": person.display_name}
    page.get_by_role("button", name=name).click()
