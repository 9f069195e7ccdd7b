"""Nothing that can be typed, sent or put into a URL gives an error page: every URL of the product,
as a rep, a manager and an administrator, by every method, with everything that is odd."""

import json
import re

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from customers.grids import ContactGrid, CustomerGrid
from intel.grids import DossierGrid, RivalProductGrid
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid
from tests.factories import make_axis, make_category
from tests.house import browser_of
from tests.security.routes import own_routes
from tests.security.world import Dossiers

pytestmark = pytest.mark.django_db
ODD = [
    *["", "0", "-1", "x", "none", "me", "1,2", "9" * 40, "2147483648", "9223372036854775808"],
    *["\0", "a\0b", "北京", "²", "٣", "\uffff", "\U0001f600" * 50, "%", "'--", "{}", "[]", "<b>"],
    *["2026-13-45", "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59"],
    *["NaN", "sNaN", "Infinity", "1e999", "-1e99999999", "1e-99999999", "1" * 5000, "1_000"],
    *["javascript:alert(1)", "http://[", "//evil.example", "\r\nX: y", "../../etc/passwd"],
]
SEEN = [
    '{"values": {"name": "\\ud800"}, "disputed": ["name"]}',
    '{"values": [[[1], 2]], "disputed": {}}',
    '{"values": {"name": 1e999}, "disputed": [1, {}]}',
    "[" * 5000,
]
FIELD = re.compile(r'name="([\w-]+)"')
ASKED = {"q", "sort", "cols", "state", "letter", "part", "after", "before", "page", "team", "under"}
ASKED |= {"name", "text", "customer", "ids", "columns", "of", "with", "to", "lines-TOTAL_FORMS"}
SAID = {"reason", "receiver", "stage", "language", "theme", "next", "to", "ids", "pool", "team"}
GRIDS = [CustomerGrid, ContactGrid, ActivityGrid, OpportunityGrid, OrderGrid, DossierGrid]


@pytest.fixture
def world(house):
    axis = make_axis("size")
    category = make_category(axis, "Large", code="L")
    found = Dossiers(owner=house.owner, categories=[category])
    found.category, found.user, found.team = category, house.mate, house.west
    return found


def urls(world):
    for route in own_routes():
        pk = world.pk_of(route.record) if route.record else 1
        key = "activities" if "panels" in route.path else "size"
        yield route.url(pk=pk, team_pk=world.team.pk, key=key)


def rotated(names, turn, values=ODD) -> dict:
    """Each name with another odd value; turn by turn each value comes to each name."""
    return {name: values[(turn + place) % len(values)] for place, name in enumerate(sorted(names))}


def names_in(response) -> set:
    html = "" if response.streaming else response.content.decode()
    return set(FIELD.findall(html)) - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("who", ["owner", "manager", "admin"])
def test_every_page_bears_odd_parameters(house, world, who):
    client, turns = browser_of(getattr(house, who)), range(0, len(ODD), 16)
    for url in urls(world):
        for turn in turns:
            assert client.get(url, rotated(ASKED, turn)).status_code < 500, url


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_every_form_bears_whatever_is_sent(house, world, who):
    client = browser_of(getattr(house, who))
    for place, url in enumerate(urls(world)):
        if "removal" in url or "deactivation" in url:
            continue
        names = SAID | names_in(client.get(url))
        for turn in (place, place + 17):
            assert client.post(url, rotated(names, turn)).status_code < 500, url


def forms_of(world):
    """The forms that change one row, each with what it says at first."""
    customer, contact = world.customer.pk, world.contact.pk
    return {
        f"/customers/{customer}/edit/": {"name": "Works"},
        f"/contacts/{contact}/": {"name": "Wu"},
        f"/contacts/{contact}/dossier/edit/": {"level": "deciding"},
        f"/activities/{world.activity.pk}/edit/": {
            "kind": "call",
            "text": "x",
            "when": "2026-01-01T10:00",
        },
        f"/opportunities/{world.opportunity.pk}/edit/": {"name": "x", "currency": "CNY"},
        f"/departments/{world.department.pk}/edit/": {"name": "x"},
        f"/competitors/{world.rival.pk}/edit/": {"competitor": "K", "product": "x"},
        f"/facts/{world.fact.pk}/edit/": {"text": "x", "topic": "goal", "confidence": "likely"},
    }


def test_one_odd_value_among_sound_ones_is_borne(house, world):
    """The odd one reaches the database only where all others are right."""
    client = browser_of(house.owner)
    for url, sound in forms_of(world).items():
        for place, name in enumerate(sorted(names_in(client.get(url)) | {"seen"})):
            for odd in ODD[place % 16 :: 16]:
                assert client.post(url, {**sound, name: odd}).status_code < 500, (url, name, odd)


def test_a_spoilt_memory_of_what_was_seen_is_borne(house, world):
    client = browser_of(house.owner)
    for url, sound in forms_of(world).items():
        for seen in SEEN:
            assert client.post(url, {**sound, "seen": seen}).status_code < 500, (url, seen)


@pytest.mark.parametrize("grid", [*GRIDS, RivalProductGrid])
def test_every_filter_and_order_bears_every_odd_value(house, world, grid):
    """Without the page around it, so that every value meets every filter."""
    names = {*grid(house.admin, QueryDict()).all_filters, "letter", "after", "q", "state"}
    for turn in range(len(ODD)):
        asked = grid(house.admin, QueryDict(urlencode(rotated(names, turn))))
        assert asked.page.rows is not None
        assert asked.state_counts is not None
        assert asked.all_problems
        assert all(chip.url for chip in asked.chips)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_no_other_method_does_anything(house, world, method):
    client, entries = browser_of(house.owner), world.customer.ledger.count()
    for url in urls(world):
        assert client.generic(method.upper(), url).status_code < 500, url
    assert world.customer.ledger.count() == entries


def test_a_change_wants_the_token_of_the_page(house, world):
    client = browser_of(house.owner)
    client.handler.enforce_csrf_checks = True
    for url in urls(world):
        assert client.post(url, {"reason": "x"}).status_code in (403, 405), url


@pytest.mark.parametrize(
    "path",
    [
        "/customers/%ff/",
        "/customers/%00/",
        "/%c0%ae/",
        "/customers/?q=%ff%fe",
        "/search/?q=%ed%a0%80",
    ],
)
def test_broken_bytes_in_an_address_are_borne(house, path):
    assert browser_of(house.owner).generic("GET", path).status_code in (200, 404)


def test_a_field_of_ten_megabytes_is_refused_in_words(house, world):
    url = f"/customers/{world.customer.pk}/edit/"
    response = browser_of(house.owner).post(url, {"name": "x" * 10_000_000})
    assert response.status_code == 413
    assert "send it in parts" in response.content.decode()


@pytest.mark.parametrize("header", ["Referer", "HX-Target", "Accept-Language"])
@pytest.mark.parametrize(
    "value", ["x", "http://[", "http://testserver//evil.example/", "\xff", "%"]
)
def test_odd_headers_are_borne(house, world, header, value):
    client, headers = browser_of(house.owner), {"HX-Request": "true", header: value}
    for url in ("/activities/new/", f"/customers/{world.customer.pk}/unprotect/", "/theme/"):
        for sent in (headers, {header: value}):
            assert client.get(url, headers=sent).status_code < 500
            assert client.post(url, headers=sent).status_code < 500


def test_the_seen_values_are_json(world):
    """Or the memories above would be spoilt for another reason than they are meant to be."""
    assert all(json.loads(seen) for seen in SEEN[:-1])
