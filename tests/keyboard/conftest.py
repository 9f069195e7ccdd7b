"""A rep at a list of customers in a real browser, at both widths and in both languages."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import expect

from customers.grids import CustomerGrid
from tests.factories import make_customer, make_pool, make_user
from tests.journeys.desks import LOCALES, PHONE, WIDE, let_in

SCREENS = {"wide": WIDE, "phone": PHONE}
PATIENCE = 20_000
# A request that another one replaces is reported too.
ASKED_FOR = re.compile(
    "status of (404|409|422)|Status Error Code 40[49]|htmx:(afterRequest|sendAbort)|^undefined$"
)
NAMES = ["Alpha Tools", "Beta Motors", "Gamma Steel", "Delta Foods", "Epsilon Paper"]


@pytest.fixture(scope="package", autouse=True)
def _patient():
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def language(request):
    return getattr(request, "param", "en")


@pytest.fixture(autouse=True)
def _in_their_language(language):
    with translation.override(language):
        yield


@pytest.fixture
def rep(db):
    return make_user("李娜", team=make_pool("East"))


@pytest.fixture
def customers(rep):
    """Five of the rep's customers, the first made at the bottom of the list by name."""
    return [make_customer(name, owner=rep, address=f"{name} Street") for name in NAMES]


@pytest.fixture
def two_pages(monkeypatch, customers):
    """Three rows on the first page, two on the second."""
    monkeypatch.setattr(CustomerGrid, "rows_on_a_page", 3)
    return customers


@pytest.fixture
def desk_of(new_context, live_server, language):
    """desk_of(user, screen): a page of that user that fails the test on any error in its console."""
    faults = []

    def desk_of(user, screen=WIDE):
        context = new_context(locale=LOCALES[language], **screen)
        let_in(context, user, live_server.url)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield desk_of
    assert [fault for fault in faults if not ASKED_FOR.search(fault)] == []


@pytest.fixture
def desk(desk_of, rep):
    return desk_of(rep)
