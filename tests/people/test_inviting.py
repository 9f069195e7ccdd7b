"""An invitation: an account without a password, and a link to choose one."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from crm.people import accounts, invitations
from crm.people.models import User
from crm.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db

CANDIDATE = {"display_name": "王磊", "username": "wanglei", "email": "Wang.Lei@Example.com"}


def invite(client, **changes):
    return client.post(reverse("people:invite"), {**CANDIDATE, **changes}, follow=True)


def link_in(response):
    return re.search(r'id="link-text" readonly value="http://testserver([^"]+)"', response.text)


def test_somebody_invited_has_no_password_and_is_marked_so(as_admin, team):
    invite(as_admin, team=team.pk)

    person = User.objects.get(username="wanglei")
    assert not person.has_usable_password()
    assert person.is_invited
    assert person.team == team


def test_the_address_is_kept_in_lower_case(as_admin):
    invite(as_admin)

    assert User.objects.get(username="wanglei").email == "wang.lei@example.com"


def test_the_link_is_mailed_with_the_user_name(as_admin, settings):
    settings.SITE_URL = "https://crm.example.com"

    invite(as_admin)

    assert mail.outbox[0].to == ["wang.lei@example.com"]
    assert "https://crm.example.com/account/password/reset/key/" in mail.outbox[0].body
    assert "wanglei" in mail.outbox[0].body


def test_the_admin_is_shown_the_link_once(as_admin):
    response = invite(as_admin)

    assert link_in(response)
    assert not link_in(as_admin.get(response.redirect_chain[-1][0]))


def test_the_link_leads_to_a_password_and_into_the_product(as_admin, client):
    path = link_in(invite(as_admin))[1]
    client.logout()

    form = client.get(path, follow=True)
    chosen = {"password1": "correct-horse-9", "password2": "correct-horse-9"}
    client.post(form.redirect_chain[-1][0], chosen)

    assert client.get(reverse("people:profile")).context["user"].username == "wanglei"


def test_the_link_works_once(as_admin, client):
    path = link_in(invite(as_admin))[1]
    client.logout()
    form = client.get(path, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "correct-horse-9", "password2": "correct-horse-9"},
    )
    client.logout()

    assert client.get(path, follow=True).context["token_fail"]


def test_a_link_dies_when_the_address_changes(as_admin, admin, client):
    path = link_in(invite(as_admin))[1]
    accounts.change(User.objects.get(username="wanglei"), by=admin, email="other@example.com")

    assert client.get(path, follow=True).context["token_fail"]


def test_without_an_address_the_admin_hands_the_link_over(as_admin):
    response = invite(as_admin, email="")

    assert link_in(response)
    assert "you have to hand it over" in response.text
    assert mail.outbox == []


def test_without_a_mail_server_the_page_says_so(as_admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    response = invite(as_admin)

    assert "you have to hand it over" in response.text


def test_a_mail_server_that_is_down_costs_no_page(as_admin, settings):
    settings.EMAIL_BACKEND = f"{__name__}.NobodyHome"

    response = invite(as_admin)

    assert response.status_code == 200
    assert "you have to hand it over" in response.text


class NobodyHome:
    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Nobody home.")


def test_the_mail_is_in_the_language_of_who_gets_it(as_admin, admin, rep):
    User.objects.filter(pk=admin.pk).update(language="en")
    User.objects.filter(pk=rep.pk).update(language="zh-hans")

    as_admin.post(reverse("people:send_link", args=[rep.pk]))

    with translation.override("zh-hans"):
        assert mail.outbox[0].subject.endswith(gettext("You are invited"))


def test_a_new_link_is_sent_to_somebody_who_has_a_password(as_admin, rep):
    response = as_admin.post(reverse("people:send_link", args=[rep.pk]), follow=True)

    assert link_in(response)
    assert mail.outbox[0].to == ["lina@example.com"]


def test_somebody_deactivated_gets_no_link(as_admin, admin, rep):
    accounts.deactivate(rep, by=admin)

    response = as_admin.post(reverse("people:send_link", args=[rep.pk]), follow=True)

    assert mail.outbox == []
    with pytest.raises(Refused, match="Reactivate the account first"):
        invitations.password_path(User.objects.get(pk=rep.pk))
    assert not link_in(response)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("username", "LINA", "Somebody already has this user name."),
        ("email", "LINA@example.com", "Somebody already has this email address."),
        ("email", "no-address", "Enter a valid email address."),
        ("username", "", "This field is required."),
        ("display_name", "x" * 81, "at most 80 characters"),
        ("display_name", "a\x00b", "Null characters are not allowed."),
        ("team", "999999", "not one of the available choices"),
        ("team", "nonsense", "not one of the available choices"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(field, value, sentence, as_admin, admin, rep):
    User.objects.filter(pk=admin.pk).update(language="en")

    response = invite(as_admin, **{field: value})

    assert sentence in response.text
    kept = "wanglei" if field != "username" else "王磊"
    assert kept in response.text
    assert not User.objects.filter(display_name="王磊").exists()


def test_a_rep_invites_nobody(rep):
    with pytest.raises(NotAllowed):
        invitations.invite(by=rep, **CANDIDATE)


def test_inviting_a_taken_name_behind_the_form_is_refused(admin, rep):
    with pytest.raises(Refused, match="already has this user name"):
        invitations.invite(by=admin, **{**CANDIDATE, "username": "Lina"})
