"""A pooled customer with a secret in every field, and everything its pool's members can open.

Nine surfaces (design, section 4): lists, their counts, search, orders, labels, children, exports,
the duplicate finder, links. Masked or hidden, no secret is in any answer, nor found by one.
"""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.factories import make_user
from tests.factories_sales import make_activity, make_opportunity
from tests.house import browser_of
from tests.pool.ruling import FIELDS, MOBILE, SECRETS, make_secretive, rule
from tests.security.routes import own_routes
from tests.security.sight import HTMX, THE_GRID, grids, questions_of, text_of

pytestmark = pytest.mark.django_db
EVERY_SECRET = [secret for secrets in SECRETS.values() for secret in secrets]
ASKED = {
    "customers:list": ["q"],
    "customers:pool": ["q", "credit_code", "email", "website", "address", "remarks"],
    "customers:contacts": ["q", "name", "email", "wechat"],
    "shell:search": ["q"],
    "customers:look_alikes": ["name"],
}


@pytest.fixture
def past(house):
    """It was held and worked on, changed and given back: the secrets are in its past as well."""
    found = make_secretive(house.east, by=house.manager)
    found.claim(by=house.owner)
    said = f"王守仁 said {MOBILE}, qzperson@valves.example"
    make_activity(found, by=house.owner, text=f"Visit. {said}", contact=found.contact)
    make_opportunity(found, by=house.owner, name="New valves", need=f"Three lines. {said}")
    change(found, phones=["0571 8800 1122"], email="office@valves.example", remarks="")
    change(found.contact, name="王阳明", mobile="139 0000 1111", remarks="")
    found.release(by=house.owner, reason="no_access", text=f"Ring {MOBILE}")
    said = f"He said {MOBILE}, qzperson@valves.example"
    change(found, phones=["0571 8264 9173"], email="qzmail@valves.example", remarks=said)
    change(found.contact, name="王守仁", mobile=MOBILE, remarks=said)
    return found


def change(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save(update_fields=list(fields))


def urls(past, client):
    """Every URL, with the customer's or the contact's number; the lists with every column, as
    page and as file."""
    pks = {"customer": past.pk, "contact": past.contact.pk}
    for route in own_routes():
        if "export" not in route.name:
            key = "activities" if "panels" in route.path else "size"
            yield route.url(pk=pks.get(route.record, 1), key=key)
    for grid in grids(client):
        yield from (url for url in questions_of(client, grid) if "cols=" in url)


def leaks(client, url, headers=None) -> list[str]:
    text = text_of(client.get(url, headers=headers)).decode()
    return [f"{url}: {secret}" for secret in EVERY_SECRET if secret in text]


@pytest.mark.parametrize("how", ["masked", "hidden"])
def test_no_page_list_or_file_holds_a_secret(house, past, how):
    rule(house.east, **{how: FIELDS})
    client = browser_of(house.mate)
    asked = set(urls(past, client))
    found = [leak for url in asked for leak in leaks(client, url)]
    parts = ("ledger", "history", "why")
    found += [
        leak for url in asked if url.strip("/").endswith(parts) for leak in leaks(client, url, HTMX)
    ]
    assert found == []
    assert len(asked) > 100


def test_without_a_rule_the_same_pages_hold_the_secrets(house, past):
    """Or the test above would pass for pages that show nothing at all."""
    client = browser_of(house.mate)
    told = " ".join(leak for url in set(urls(past, client)) for leak in leaks(client, url))
    assert [key for key, (first, *_others) in SECRETS.items() if first not in told] == []


@pytest.mark.parametrize("secret", EVERY_SECRET)
def test_nothing_is_found_by_a_secret(house, past, secret):
    rule(house.east, masked=FIELDS)
    client = browser_of(house.mate)
    for name, parameters in ASKED.items():
        for parameter in parameters:
            url = f"{reverse(name)}?{parameter}={quote(secret)}"
            text = text_of(client.get(url, headers=THE_GRID))
            assert past.name.encode() not in text, url


def test_it_is_still_found_by_what_shows(house, past):
    rule(house.east, masked=FIELDS)
    client = browser_of(house.mate)
    for asked in ("q=qianjiang", "q=Valves", "remarks=said", "return_reason=no_access"):
        url = f"{reverse('customers:pool')}?{asked}"
        assert past.name in client.get(url).content.decode(), asked


@pytest.mark.parametrize("sort", ["credit_code", "-phones", "email", "remarks"])
def test_an_order_by_what_is_masked_tells_nothing(house, past, sort):
    make_secretive(house.east, by=house.manager, name="Other Valves", returned=2)
    rule(house.east, masked=FIELDS)
    client = browser_of(house.mate)
    places = [rows_in_order(client, sort), rows_in_order(client, sort.removeprefix("-"))]
    assert all(place is None for place in places[0] + places[1])


def rows_in_order(client, sort) -> list:
    grid = client.get(reverse("customers:pool"), {"sort": sort}).context["grid"]
    return [row.sort_keys[0] for row in grid.page.rows]


def test_a_left_out_row_is_said(house, past):
    rule(house.east, masked=["credit_code"])
    page = browser_of(house.mate).get(reverse("customers:pool"), {"credit_code": "9135"})
    assert "Customers of a pool that masks" in page.content.decode()


@pytest.mark.parametrize("who", ["manager", "director", "admin"])
def test_those_who_lead_the_pool_see_it_whole(house, past, who):
    rule(house.east, masked=FIELDS)
    page = browser_of(getattr(house, who)).get(past.get_absolute_url()).content.decode()
    assert MOBILE in page


def test_a_claim_uncovers_it(house, past):
    rule(house.east, hidden=FIELDS)
    past.claim(by=house.mate)
    assert MOBILE in browser_of(house.mate).get(past.get_absolute_url()).content.decode()


def test_each_pool_has_its_own_rules(house, past):
    """A member of two pools, the company's and the team's, sees each as its own team says."""
    house.company.has_pool = True
    house.company.save(update_fields=["has_pool"])
    other = make_secretive(house.company, by=house.director, name="Open Valves")
    rule(house.east, masked=FIELDS)
    client = browser_of(make_user(team=house.east))
    assert MOBILE not in client.get(past.get_absolute_url()).content.decode()
    assert MOBILE in client.get(other.get_absolute_url()).content.decode()
    listed = client.get(reverse("customers:list"), {"q": "87316"})
    assert [row.pk for row in listed.context["grid"].page.rows] == []
    contacts = client.get(reverse("customers:contacts"), {"q": "87316"})
    assert [row.customer_id for row in contacts.context["grid"].page.rows] == [other.pk]
