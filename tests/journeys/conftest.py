"""People at their desks: each in a browser of their own, signed in and at their home page.

Through the pages one signs in in `test_language_and_theme`.
"""

import re
from types import SimpleNamespace

import pytest
from django.utils import translation
from playwright.sync_api import expect

from customers.axes_loader import load_standard_axes
from tests.factories import make_pool, make_team, make_user
from tests.journeys.desks import LOCALES, PASSWORD, WIDE, let_in
from tests.journeys.working import work_until_idle

# A machine that does much else at once is slow, not wrong.
PATIENCE = 30_000
# A browser reports in its console what the journeys ask for: a stranger's 404, a dispute's 409, a
# refused form's 422. Who leaves a page ends what it was still asking for, and htmx reports that.
ASKED_FOR = re.compile("status of (404|409|422)|htmx:(afterRequest|sendAbort)|^undefined$")


@pytest.fixture(scope="package", autouse=True)
def _patient():
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(params=LOCALES)
def language(request):
    return request.param


@pytest.fixture(autouse=True)
def _in_their_language(language):
    """What a journey expects to read is looked up in the language of its pages."""
    with translation.override(language):
        yield


@pytest.fixture
def company(db):
    """Two teams with a pool each; a rep and their manager here, a colleague and a stranger there."""
    root = make_team("Yuanhang")
    east, west = make_pool("East", root), make_pool("West", root)
    people = SimpleNamespace(east=east, west=west)
    people.admin = make_user("周洋", username="zhouyang", is_admin=True, password=PASSWORD)
    people.manager = make_user(
        "陈静", east, manager_of=east, username="chenjing", password=PASSWORD
    )
    people.rep = make_user("李娜", east, username="lina", password=PASSWORD)
    people.colleague = make_user("王磊", west, username="wanglei", password=PASSWORD)
    people.stranger = make_user("赵敏", west, username="zhaomin", password=PASSWORD)
    return people


@pytest.fixture
def axes(db):
    load_standard_axes()


@pytest.fixture
def desk_of(new_context, language, live_server):
    """desk_of(person, **screen): the page that person sees after signing in.

    Any error in the console of a desk fails the journey.
    """
    faults = []

    def desk_of(person, **screen):
        context = new_context(locale=LOCALES[language], **(screen or WIDE))
        let_in(context, person, live_server.url)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto("/")
        expect(page.locator("[popovertarget=me]")).to_be_visible()
        return page

    yield desk_of
    assert [fault for fault in faults if not ASKED_FOR.search(fault)] == []


@pytest.fixture
def work():
    """Lets a worker do all the jobs that wait."""
    return work_until_idle
