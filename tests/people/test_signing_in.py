"""Signing in with a password, being locked out, and being shut out."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from crm.people import accounts
from crm.people.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-9"


@pytest.fixture
def nina(db):
    return make_user("Nina", username="nina", email="nina@example.com", password=PASSWORD)


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize(
    "login", ["nina", "NINA", "nina@example.com", "Nina@Example.com", " nina "]
)
def test_the_user_name_or_the_email_signs_in_whatever_the_case(login, client, nina):
    assert sign_in(client, login).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("nina", "wrong"), ("nobody", PASSWORD), ("", ""), ("nina", ""), ("n\x00", PASSWORD)],
)
def test_anything_else_does_not(login, password, client, nina):
    assert sign_in(client, login, password).status_code == 200
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, nina):
    wrong, unknown = sign_in(client, "nina", "wrong"), sign_in(client, "nobody", "wrong")

    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_signing_in_leads_to_where_one_wanted_to_go(client, nina):
    wanted = reverse("people:profile")

    assert sign_in(client, "nina", next=wanted)["Location"] == wanted


def test_signing_in_leads_to_no_other_site(client, nina):
    response = sign_in(client, "nina", next="https://evil.example.com/")

    assert "evil" not in response["Location"]


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(client, nina):
    for _try in range(5):
        sign_in(client, "nina", "wrong")

    response = sign_in(client, "nina")

    assert not is_in(client)
    assert response.context["form"].non_field_errors()


def test_a_locked_name_locks_nobody_else(client, nina):
    make_user(username="otto", password=PASSWORD)
    for _try in range(5):
        sign_in(client, "nina", "wrong")

    assert sign_in(client, "otto").status_code == 302


def test_somebody_deactivated_cannot_sign_in(client, nina, admin):
    accounts.deactivate(nina, by=admin)

    response = sign_in(client, "nina")

    assert response["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_deactivating_ends_a_running_session_at_once(client, nina, admin):
    sign_in(client, "nina")
    assert is_in(client)

    accounts.deactivate(nina, by=admin)

    assert not is_in(client)


def test_a_session_of_before_does_not_come_back_with_the_account(client, nina, admin):
    sign_in(client, "nina")
    accounts.deactivate(nina, by=admin)
    accounts.reactivate(nina, by=admin)

    assert not is_in(client)


def test_somebody_invited_cannot_sign_in_without_a_password(client):
    make_user(username="new")

    assert sign_in(client, "new", "!").status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_can_sign_up(method, client, db):
    form = {"username": "eve", "email": "eve@example.com", "password1": PASSWORD}
    form["password2"] = PASSWORD

    response = getattr(client, method)(reverse("account_signup"), form)

    assert "administrator" in response.text or "管理员" in response.text
    assert not User.objects.exists()


def test_signing_out_takes_a_post(client, nina):
    sign_in(client, "nina")

    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_a_forgotten_password_is_reset_by_mail(client, nina, settings):
    settings.SITE_URL = "https://crm.example.com"
    client.post(reverse("account_reset_password"), {"email": "nina@example.com"})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("https://"))

    form = client.get(link.removeprefix("https://crm.example.com"), follow=True)
    new = {"password1": "another-horse-9", "password2": "another-horse-9"}
    client.post(form.redirect_chain[-1][0], new)
    client.post(reverse("account_logout"))

    assert sign_in(client, "nina", "another-horse-9").status_code == 302


def test_links_in_mails_do_not_trust_the_host_of_the_request(client, nina, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://crm.example.com"

    client.post(
        reverse("account_reset_password"),
        {"email": "nina@example.com"},
        headers={"host": "evil.example.com"},
    )

    assert "https://crm.example.com/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_a_reset_for_an_unknown_address_looks_the_same(client, nina):
    known = client.post(reverse("account_reset_password"), {"email": "nina@example.com"})
    unknown = client.post(reverse("account_reset_password"), {"email": "who@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_the_mail_to_an_unknown_address_offers_no_sign_up(client, db):
    client.post(reverse("account_reset_password"), {"email": "who@example.com"})

    assert "signup" not in mail.outbox[0].body


def test_an_address_somebody_had_before_resets_nothing(client, nina, admin):
    accounts.change(nina, by=admin, email="new@example.com")

    client.post(reverse("account_reset_password"), {"email": "nina@example.com"})

    assert "password/reset/key" not in mail.outbox[0].body


def test_without_a_mail_server_a_reset_says_whom_to_ask(client, nina, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    response = client.post(
        reverse("account_reset_password"), {"email": "nina@example.com"}, follow=True
    )

    assert [m.level_tag for m in response.context["messages"]] == ["error"]


@pytest.mark.parametrize("key", ["1-abc-def", "zzzzzzzzzzzzzzzzzzzz-abc-def", "-a-b", "é-1-2"])
def test_a_made_up_reset_link_is_refused(key, client, db):
    response = client.get(f"/account/password/reset/key/{key}/")

    assert response.status_code in (200, 404)


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/any:key/"])
def test_people_do_not_change_their_own_address(path, client, nina):
    client.force_login(nina)

    response = client.post(f"/account/{path}", {"email": "x@example.com", "action_add": ""})

    assert response["Location"] == reverse("people:profile")
    assert User.objects.get(pk=nina.pk).email == "nina@example.com"


def test_sessions_are_listed_and_the_others_signed_out(client, nina):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other, "nina")
    sign_in(client, "nina")

    assert "Firefox · Windows" in client.get(reverse("usersessions_list")).text
    client.post(reverse("usersessions_list"))

    assert is_in(client)
    assert not is_in(other)


def test_a_new_password_ends_the_other_sessions(client, nina):
    other = Client()
    sign_in(other, "nina")
    sign_in(client, "nina")

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another-horse-9", "password2": "another-horse-9"},
    )

    assert is_in(client)
    assert not is_in(other)
