"""What every answer carries, whoever asked and whatever for."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crm.sheets.uploads import Ceiling
from tests.factories import make_axis, make_category
from tests.house import browser_of
from tests.security.routes import every_route, own_routes
from tests.security.sight import TOKEN
from tests.security.world import Dossiers

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)|\son\w+\s*=\s*[\"']|\sstyle\s*=", re.I
)
DATA = re.compile(rb'<script[^>]*type="application/json"[^>]*>.*?</script>', re.S)
OPEN_TO_ALL = {"shell:language", "shell:theme"}
ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]


def pages(client, world):
    for route in own_routes():
        pk = world.pk_of(route.record) if route.record else 1
        key = "activities" if "panels" in route.path else "size"
        yield route, client.get(route.url(pk=pk, team_pk=world.team.pk, key=key))


@pytest.fixture
def world(house):
    category = make_category(make_axis("size"), "Large")
    found = Dossiers(owner=house.owner, categories=[category])
    found.category, found.user, found.team = category, house.mate, house.west
    return found


def test_every_answer_is_private_and_strict(house, world):
    for route, response in pages(browser_of(house.admin), world):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route.name
        assert not re.search(r"unsafe|\*|http:", policy), route.name
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response.headers["Cache-Control"], route.name
        assert "HX-Request" in response.headers["Vary"], route.name


def test_no_page_holds_an_inline_script_or_style(house, world):
    for route, response in pages(browser_of(house.admin), world):
        html = b"" if response.streaming else DATA.sub(b"", response.content)
        assert not INLINE.search(html), (route.name, INLINE.search(html))


def test_nobody_gets_anything_without_signing_in(house, world):
    client = Client()
    for route, response in pages(client, world):
        expected = 405 if route.name in OPEN_TO_ALL else 302
        assert response.status_code == expected, route.name
        if expected == 302:
            assert response.url.startswith(reverse("account_login")), route.name


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("name", ["shell:language", "shell:theme", "account_login"])
def test_no_form_leads_to_another_site(house, name, target):
    make = {"next": target, "language": "en", "login": "user", "password": "x"}
    house.owner.set_password("x")
    house.owner.save(update_fields=["password"])
    make["login"] = house.owner.username
    response = Client().post(reverse(name), make)
    assert response.status_code == 302
    assert "evil" not in response.url and "javascript" not in response.url


def test_a_foreign_host_is_not_served(house):
    assert (
        browser_of(house.owner).get("/customers/", headers={"host": "evil.example"}).status_code
        == 400
    )


def test_no_allauth_page_answers_with_an_error(house):
    client = browser_of(house.owner)
    for route in every_route():
        if route.path.startswith("account/"):
            for response in (client.get(route.url()), client.post(route.url(), {"x": "\0"})):
                assert response.status_code < 500, route.name
                client.force_login(house.owner)


def test_what_is_hidden_and_what_is_not_there_look_alike(house, world):
    client, pk = browser_of(house.stranger), world.customer.pk
    urls = [f"/customers/{number}/" for number in (pk, pk + 1000)]
    hidden, missing = ((client.get(url), url) for url in urls)
    assert (hidden[0].status_code, missing[0].status_code) == (404, 404)
    # The form that changes the language names the page to come back to.
    looks = [TOKEN.sub(b"", r.content).replace(url.encode(), b"") for r, url in (hidden, missing)]
    assert looks[0] == looks[1]


def test_of_an_upload_without_end_little_is_kept(house, settings):
    settings.SHEET_MAX_BYTES = 3 * 1024 * 1024
    sheet = SimpleUploadedFile("huge.csv", b"name\n" * 4 * 1024 * 1024)
    posted = {"sheet": sheet, "pool": house.west.pk}
    response = browser_of(house.admin).post(reverse("customers:imports"), posted)
    assert response.status_code == 422
    assert "larger than 3 MB" in response.content.decode()


def test_what_goes_beyond_the_limit_is_dropped(settings):
    settings.SHEET_MAX_BYTES = 100
    ceiling = Ceiling()
    kept = [ceiling.receive_data_chunk(b"x" * 60, 60 * turn) for turn in range(5)]
    assert [chunk is None for chunk in kept] == [False, False, True, True, True]


def test_a_link_for_one_person_is_not_shown_beside_another(house):
    """An admin invites in two tabs, and looks at the first person last."""
    client = browser_of(house.admin)
    for person in (house.owner, house.mate):
        client.post(reverse("people:send_link", args=[person.pk]))
    first = client.get(reverse("people:person", args=[house.owner.pk])).context["link"]
    second = client.get(reverse("people:person", args=[house.mate.pk])).context["link"]
    assert first and second and first != second
    assert client.get(reverse("people:person", args=[house.mate.pk])).context["link"] is None
