"""While somebody looks through another's eyes nothing is changed, taken away or confided."""

import pytest
from django.db import connection
from django.urls import reverse

from crm.people.models import User
from crm.people.viewing import Viewing
from intel.confidants import confiding_customers, is_confidant
from tests.factories import make_axis, make_category
from tests.house import browser_of
from tests.security.routes import every_route, own_routes
from tests.security.world import SECRET, Dossiers

pytestmark = pytest.mark.django_db
FACT = "Qbzpt"
WAYS_OUT = {"people:stop_viewing", "account_logout"}
UNSAFE = ["post", "put", "patch", "delete"]
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def world(house):
    category = make_category(make_axis("size"), "Large")
    found = Dossiers(owner=house.owner, categories=[category])
    found.category, found.user, found.team = category, house.mate, house.west
    return found


def url_of(route, world) -> str:
    pk = getattr(getattr(world, route.record, None), "pk", 1) if route.record else 1
    key = "activities" if "panels" in route.path else "size"
    return route.url(pk=pk, team_pk=world.team.pk, key=key)


def everything_stored() -> dict:
    """How much was ever written to each table but those of the looking itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
            " ('crm_viewing', 'django_session', 'cache')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        sums = {}
        for table in tables:
            cursor.execute(f'SELECT count(*), sum(hashtext(t::text)::bigint) FROM "{table}" t')
            sums[table] = cursor.fetchone()
    return sums


def said_by(response) -> str:
    return response.headers.get("HX-Trigger") or response.content.decode()


@pytest.mark.parametrize("method", UNSAFE)
def test_every_change_is_refused_in_a_sentence(house, world, eyes, method):
    """A form that is posted, in a page; a script's, in a toast."""
    asked = {} if method == "post" else HTMX
    before = everything_stored()
    for route in every_route():
        if route.name in WAYS_OUT:
            continue
        response = eyes.generic(method.upper(), url_of(route, world), headers=asked)
        assert response.status_code in (403, 404), route.name
        if response.status_code == 403:
            assert "change nothing" in said_by(response), route.name
    assert everything_stored() == before


def test_a_change_asked_for_by_htmx_is_refused_in_a_toast(house, world, eyes):
    url = reverse("customers:release", args=[world.customer.pk])
    response = eyes.post(url, {"reason": "x"}, headers=HTMX)
    assert response.status_code == 403
    assert "change nothing" in response.headers["HX-Trigger"]


def test_every_page_opens_as_it_does_for_the_person_and_bears_the_banner(house, world, eyes):
    own = browser_of(house.owner)
    for route in own_routes():
        if "fact" in route.path or route.name == "grids:export_file":
            continue
        url = url_of(route, world)
        seen, theirs = eyes.get(url), own.get(url)
        assert seen.status_code == theirs.status_code, route.name
        assert (b'class="viewing"' in seen.content) == (b"</html>" in theirs.content), route.name


def test_opening_every_page_writes_nothing(house, world, eyes):
    before = everything_stored()
    for route in own_routes():
        eyes.get(url_of(route, world))
        eyes.get(url_of(route, world), headers=HTMX)
    assert everything_stored() == before


def test_nothing_of_the_account_is_shown(house, eyes):
    for route in every_route():
        if route.path.startswith("account/"):
            response = eyes.get(route.url())
            assert response.status_code in (403, 404), route.name


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["customers:list", "customers:contacts", "sales:orders"])
def test_no_list_is_taken_away_as_a_file(house, world, eyes, name, kind):
    response = eyes.get(reverse(name), {"export": kind})
    assert response.status_code == 403
    assert "No files leave" in response.content.decode()


def test_no_file_that_was_written_for_the_person_is_taken_away(house, world, eyes):
    """It may hold what was revealed to them alone."""
    url = reverse("grids:export_file", args=[world.export.pk])
    assert b"".join(browser_of(house.owner).get(url)).decode().endswith(SECRET)
    response = eyes.get(url)
    assert response.status_code == 403
    assert "No files leave" in response.content.decode()


def test_a_file_by_another_address_is_refused_too(house, eyes, monkeypatch):
    """Whatever sends one: here the page of keys does."""
    from django.http import HttpResponse

    from crm.shell import urls

    sent = HttpResponse("all of it", headers={"Content-Disposition": 'attachment; filename="x"'})
    page = next(pattern for pattern in urls.urlpatterns if pattern.name == "keys")
    monkeypatch.setattr(page, "callback", lambda request: sent)
    response = eyes.get(reverse("shell:keys"))
    assert response.status_code == 403
    assert "all of it" not in response.content.decode()


def test_a_page_that_writes_when_it_is_opened_does_not(house, eyes, monkeypatch):
    """PostgreSQL refuses, whatever the page forgot."""
    from crm.shell import urls

    def writing(request):
        User.objects.filter(pk=request.user.pk).update(phone="139")

    page = next(pattern for pattern in urls.urlpatterns if pattern.name == "keys")
    monkeypatch.setattr(page, "callback", writing)
    response = eyes.get(reverse("shell:keys"))
    assert response.status_code == 403
    assert "change nothing" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert User.objects.get(pk=house.owner.pk).phone == ""
    User.objects.filter(pk=house.owner.pk).update(phone="138")  # the connection writes again


def test_a_notice_stays_unread(house, world, eyes):
    assert eyes.get(reverse("notices:open", args=[world.notice.pk])).status_code == 302
    world.notice.refresh_from_db()
    assert world.notice.read_at is None


def test_facts_about_people_stay_closed(house, world, eyes):
    dossier = reverse("intel:dossier", args=[world.contact.pk])
    assert FACT in browser_of(house.owner).get(dossier).content.decode()
    html = eyes.get(dossier).content.decode()
    assert FACT not in html
    assert "Facts about people stay closed" in html


def test_no_url_at_all_opens_a_fact(house, world, eyes):
    for route in own_routes():
        if not route.path.startswith("facts/"):
            assert FACT.encode() not in eyes.get(url_of(route, world)).content, route.name
        else:
            assert eyes.get(url_of(route, world)).status_code in (403, 404, 405)


def test_nobody_is_confided_in_through_anothers_eyes(house, world):
    owner = User.objects.get(pk=house.owner.pk)
    assert is_confidant(owner, world.customer) and confiding_customers(owner).exists()
    owner.viewed_by = house.admin
    assert not is_confidant(owner, world.customer)
    assert not confiding_customers(owner).exists()


def test_why_can_i_see_this_answers_for_the_person(house, eyes):
    why = reverse("customers:why", args=[house.customer.pk])
    html = eyes.get(why).content.decode()
    assert "You are its owner." in html
    assert "administrator" not in html.split("<main")[1]


def test_what_the_person_may_not_see_is_not_there(house, world):
    from tests.viewing.conftest import look_as

    client = look_as(house.admin, house.stranger)
    assert client.get(world.customer.get_absolute_url()).status_code == 404
    assert client.get(reverse("people:list")).status_code == 403


def test_the_person_does_not_appear_to_have_been_here(house, eyes):
    eyes.get(reverse("customers:list"))
    person = User.objects.get(pk=house.owner.pk)
    assert person.last_login is None
    assert Viewing.objects.get().admin == house.admin
