"""Every page around signing in keeps to the content security policy and speaks both languages."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-9"
ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_inactive"]
ENTRANCE += ["account_reset_password_done", "account_reset_password_from_key_done"]
OWN = ["people:profile", "account_change_password", "account_logout", "account_reauthenticate"]
OWN += ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]
OWN += ["usersessions_list"]

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)
INLINE_STYLE = re.compile(r"<style|\sstyle=", re.I)
HANDLER = re.compile(r"\son\w+=", re.I)


@pytest.fixture
def signed_in(client):
    make_user("Nina", username="nina", password=PASSWORD)
    client.post(reverse("account_login"), {"login": "nina", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def page(client, name, language):
    response = client.get(reverse(name), headers={"accept-language": language})
    assert response.status_code == 200
    return response


def check_policy(response):
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    for forbidden in (INLINE_SCRIPT, INLINE_STYLE, HANDLER):
        assert not forbidden.search(response.text)


@pytest.mark.parametrize("name", ENTRANCE)
def test_a_page_before_sign_in_needs_nothing_inline(name, client):
    check_policy(page(client, name, "en"))


@pytest.mark.parametrize("name", OWN)
def test_a_page_of_ones_own_needs_nothing_inline(name, signed_in):
    check_policy(page(signed_in, name, "en"))


@pytest.mark.parametrize("name", ENTRANCE)
def test_a_page_before_sign_in_differs_between_the_languages(name, client):
    chinese, english = (title(page(client, name, code)) for code in ("zh-hans", "en"))

    assert chinese != english


@pytest.mark.parametrize("name", OWN)
def test_a_page_of_ones_own_differs_between_the_languages(name, signed_in):
    chinese, english = (title(page(signed_in, name, code)) for code in ("zh-hans", "en"))

    assert chinese != english


def title(response):
    return re.search(r"<h1>(.*?)</h1>", response.text, re.S)[1].strip()


def test_the_saved_language_wins_over_the_browser(signed_in):
    signed_in.post(
        reverse("people:profile"), {"display_name": "Nina", "phone": "", "language": "zh-hans"}
    )

    assert page(signed_in, "people:profile", "en").wsgi_request.LANGUAGE_CODE == "zh-hans"
