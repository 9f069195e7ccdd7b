"""Authenticator apps and recovery codes, and the secrets behind them."""

import base64
import hmac
import json
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from crm.people import accounts, encryption, invitations
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-9"


def code_of(secret, at=None):
    """The code an authenticator app shows (RFC 6238, SHA-1, 30 seconds, 6 digits)."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def a_step_ago():
    """A moment in the step before this one, which will be that for some seconds yet."""
    while time.time() % 30 > 20:
        time.sleep(0.2)
    return time.time() - 30


def sign_in(client):
    return client.post(reverse("account_login"), {"login": "nina", "password": PASSWORD})


def sign_in_and_confirm(client):
    """Settings of the second factor want the password typed once more."""
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


@pytest.fixture
def nina(db):
    return make_user("Nina", username="nina", email="nina@example.com", password=PASSWORD)


@pytest.fixture
def secret(nina, client):
    """Nina has turned her authenticator app on; this is what it holds."""
    sign_in_and_confirm(client)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret, a_step_ago())})
    return form.secret


def test_turning_it_on_asks_for_a_code_at_the_next_sign_in(secret):
    client = Client()

    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_turning_it_on_with_a_wrong_code_is_refused(client, nina):
    sign_in_and_confirm(client)
    client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert response.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("code", ["000000", "", "abc", "\x00", "9" * 500])
def test_a_wrong_code_lets_nobody_in(code, secret):
    client = Client()
    sign_in(client)

    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert not is_in(client)


def test_a_code_works_once(secret):
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_in(first)
    assert not is_in(second)


def test_guessing_codes_locks_the_account(secret):
    client = Client()
    sign_in(client)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not is_in(client)


def recovery_codes(client):
    return client.get(reverse("mfa_download_recovery_codes")).text.split()


def test_a_recovery_code_signs_in_once(client, secret):
    code = recovery_codes(client)[0]
    first, second = Client(), Client()
    for other in (first, second):
        sign_in(other)
        other.post(reverse("mfa_authenticate"), {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_turning_it_off_takes_the_recovery_codes_along(client, secret):
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


def test_the_secret_and_the_recovery_seed_are_not_readable_in_the_database(client, secret):
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert Authenticator.objects.count() == 2
    for data in Authenticator.objects.values_list("data", flat=True):
        assert encryption.decrypt(data.get("secret") or data["seed"])


def test_after_the_key_was_rotated_with_a_fallback_codes_still_work(secret, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    client = Client()

    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert is_in(client)


def test_after_the_key_was_lost_the_page_says_whom_to_ask(secret, settings):
    settings.SECRET_KEY = "a new one"
    client = Client()
    sign_in(client)

    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}, follow=True)

    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert not is_in(client)


def test_encryption_never_gives_the_same_text_twice():
    assert encryption.encrypt("secret") != encryption.encrypt("secret")
    assert encryption.decrypt(encryption.encrypt("秘密")) == "秘密"


def test_an_admin_resets_it_for_somebody_who_lost_their_phone(secret, nina, admin, client):
    accounts.reset_two_factor(nina, by=admin)

    assert not is_in(client)
    sign_in(client)
    assert is_in(client)


def test_the_settings_ask_for_the_password_again(client, nina):
    client.force_login(nina)

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))


MALFORMED = [
    "",
    "x",
    "[]",
    "1",
    '"text"',
    "{}",
    '{"response": []}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
    '{"id": "", "rawId": "", "type": "public-key", "response": {"userHandle": "OQ"}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "OQ",'
    ' "clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AA",'
    ' "attestationObject": "oA"}}',
]


@pytest.mark.parametrize("credential", MALFORMED)
def test_a_malformed_passkey_signs_nobody_in(credential, client, nina):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.status_code in (200, 302)
    assert not is_in(client)


@pytest.mark.parametrize("credential", MALFORMED)
def test_a_malformed_passkey_is_not_added(credential, client, nina):
    sign_in_and_confirm(client)
    client.get(reverse("mfa_add_webauthn"))

    response = client.post(reverse("mfa_add_webauthn"), {"name": "", "credential": credential})

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", MALFORMED)
def test_a_malformed_passkey_is_no_second_factor(credential, secret):
    client = Client()
    sign_in(client)

    response = client.post(reverse("mfa_authenticate"), {"credential": credential})

    assert response.status_code == 200
    assert not is_in(client)


def test_a_new_password_by_mail_does_not_get_round_it(secret, nina):
    client = Client()
    nina.refresh_from_db()
    path = invitations.password_path(nina)
    form = client.get(path, follow=True)

    response = client.post(
        form.redirect_chain[-1][0], {"password1": "another-horse-9", "password2": "another-horse-9"}
    )

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
