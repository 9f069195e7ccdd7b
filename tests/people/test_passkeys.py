"""Passkeys in a real browser with a virtual authenticator, under the real content security policy."""

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(locale="en-US"),
]

PASSWORD = "correct-horse-9"
PLATFORM_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def complaints(page):
    """Scripts that failed, and what the content security policy refused."""
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: "Content Security" in line.text and said.append(line.text))
    return said


@pytest.fixture
def authenticator(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM_KEY})
    return devtools


@pytest.fixture
def nina(live_server):
    return make_user("Nina", username="nina", email="nina@example.com", password=PASSWORD)


def sign_in(page):
    page.goto("/account/login/")
    page.get_by_label("User name or email").fill("nina")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def confirm(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def add_passkey(page):
    page.goto("/account/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/2fa/**")
    page.get_by_text("Recovery Codes").first.wait_for()


def sign_out(page):
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign Out").click()
    page.wait_for_url("**/login/**")


def test_a_passkey_is_added_and_signs_in_without_a_password(page, authenticator, nina, complaints):
    sign_in(page)
    add_passkey(page)
    assert Authenticator.objects.filter(user=nina, type="webauthn").count() == 1
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/login/" not in url)

    page.goto("/people/me/")
    assert page.get_by_label("Display name").input_value() == "Nina"
    assert complaints == []


def test_a_passkey_is_the_second_factor_after_a_password(page, authenticator, nina, complaints):
    sign_in(page)
    add_passkey(page)
    sign_out(page)
    sign_in(page)

    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(lambda url: "2fa" not in url)

    page.goto("/people/me/")
    assert page.get_by_label("Display name").input_value() == "Nina"
    assert complaints == []


def test_a_refused_passkey_is_said_on_the_page(page, authenticator, nina):
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("The passkey could not be used.").wait_for()
