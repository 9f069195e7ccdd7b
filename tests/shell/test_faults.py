import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.views import defaults

pytestmark = pytest.mark.urls("tests.shell.urls")


@pytest.fixture
def quiet(signed_in):
    signed_in.raise_request_exception = False
    return signed_in


def test_a_missing_page_keeps_the_frame_and_says_what_it_may_be(quiet):
    response = quiet.get("/no/such/page/")
    assert response.status_code == 404
    assert b'class="rail"' in response.content and b"share the record" in response.content


@pytest.mark.django_db
def test_a_missing_page_for_a_stranger_shows_no_frame(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404 and b'class="rail"' not in response.content


def test_a_forbidden_page_says_whom_to_ask(quiet):
    response = quiet.get("/forbidden/")
    assert response.status_code == 403 and b"Ask the owner" in response.content


def test_a_fault_of_ours_is_told_without_the_details(quiet):
    response = quiet.get("/failing/")
    assert response.status_code == 500
    assert (
        b"Something went wrong" in response.content and b"a fault of ours" not in response.content
    )


# No mark for the database: touching it would fail the test.
@pytest.mark.parametrize("view", [defaults.server_error, defaults.bad_request])
def test_the_page_of_last_resort_needs_no_database(rf, view):
    request = rf.get("/")
    request.user = AnonymousUser()
    arguments = [ValueError()] if view is defaults.bad_request else []
    assert b'class="plain"' in view(request, *arguments).content


def test_the_pages_of_last_resort_speak_the_language_of_the_page():
    with translation.override("en"):
        english = render_to_string("500.html")
    with translation.override("zh-hans"):
        chinese = render_to_string("500.html")
    assert '<html lang="en"' in english and '<html lang="zh-hans"' in chinese


@pytest.mark.django_db
def test_an_expired_form_says_what_to_do(user):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.force_login(user)
    response = client.post("/theme/", {"theme": "dark"})
    assert response.status_code == 403 and b"reload the page" in response.content


@pytest.mark.django_db
def test_a_session_that_ran_out_leads_htmx_to_the_sign_in_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/customers/?q=1"}
    response = client.get("/search/?q=x", headers=headers)
    assert response.status_code == 200 and response.content == b""
    assert response["HX-Redirect"] == "/account/login/?next=/customers/%3Fq%3D1"
