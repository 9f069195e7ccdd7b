"""The mail in the morning: once, in the reader's language, and off by one click."""

import re
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from crm.notices.digest import mail_unread
from crm.notices.unsubscribing import key_of
from tests.factories import make_notice, make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db
MORNING = timezone.make_aware(datetime(2026, 11, 24, 8, 5))
YESTERDAY = MORNING - timedelta(hours=20)


@pytest.fixture
def reader():
    return make_user("Lina", email="lina@example.com", language="en")


def told(user, **fields):
    fields = {"at": YESTERDAY, "details": {"customer": "Hengyu"}, **fields}
    return make_notice(user, **fields)


def test_what_was_not_read_yesterday_comes_in_one_mail(reader, mailoutbox, settings):
    settings.SITE_URL = "https://crm.example.com"
    notice, by = told(reader, by=make_user("Wang")), make_user("Chen")
    told(reader, kind="shared", by=by)
    assert mail_unread(MORNING) == 1
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["lina@example.com"], "Zhibi: 2 notices you have not read")
    assert "Wang assigned Hengyu to you." in mail.body
    assert "Chen shared Hengyu with you." in mail.body
    assert f"https://crm.example.com/notices/{notice.pk}/" in mail.body


def test_the_mail_is_text_and_html_in_the_language_of_its_reader(reader, mailoutbox):
    reader.language = "zh-hans"
    reader.save(update_fields=["language"])
    told(reader)
    mail_unread(MORNING)
    ((html, kind),) = mailoutbox[0].alternatives
    assert (kind, 'lang="zh-hans"' in html) == ("text/html", True)


def test_names_are_text_in_the_html(reader, mailoutbox):
    told(reader, details={"customer": "<b>Hengyu</b> & Sons"})
    mail_unread(MORNING)
    assert "&lt;b&gt;Hengyu&lt;/b&gt; &amp; Sons" in mailoutbox[0].alternatives[0][0]
    assert "<b>Hengyu</b> & Sons" in mailoutbox[0].body


def test_nobody_is_mailed_twice(reader, mailoutbox):
    told(reader)
    assert [mail_unread(MORNING), mail_unread(MORNING + timedelta(days=1))] == [1, 0]


def test_before_eight_nothing_goes_out(reader, mailoutbox):
    told(reader)
    assert mail_unread(MORNING - timedelta(minutes=6)) == 0


def test_a_worker_that_stood_still_at_eight_sends_late(reader, mailoutbox):
    told(reader)
    assert mail_unread(MORNING + timedelta(hours=5)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"read_at": YESTERDAY},
        {"mailed_at": YESTERDAY},
        {"at": MORNING},
        {"at": MORNING - timedelta(days=9)},
    ],
)
def test_what_is_read_mailed_new_or_old_is_not_mailed(reader, mailoutbox, fields):
    told(reader, **fields)
    assert (mail_unread(MORNING), mailoutbox) == (0, [])


@pytest.mark.parametrize("fields", [{"daily_mail": False}, {"is_active": False}, {"email": ""}])
def test_who_wants_none_or_cannot_get_one_gets_none(mailoutbox, fields):
    told(make_user(**fields))
    assert (mail_unread(MORNING), mailoutbox) == (0, [])


def failing(monkeypatch, error, address="lina@example.com"):
    """The mail server fails for one address."""
    send = EmailMultiAlternatives.send

    def fail(mail):
        if mail.to == [address]:
            raise error
        return send(mail)

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)


def test_a_mail_that_could_not_be_sent_is_sent_later(reader, mailoutbox, monkeypatch):
    told(reader)
    with monkeypatch.context() as patched:
        failing(patched, ConnectionRefusedError())
        with pytest.raises(ConnectionRefusedError):
            mail_unread(MORNING)
    assert mail_unread(MORNING) == 1


def test_one_refused_address_keeps_nobody_else_waiting(reader, mailoutbox, monkeypatch):
    told(reader)
    told(make_user(email="other@example.com"))
    failing(monkeypatch, SMTPRecipientsRefused({}))
    assert mail_unread(MORNING) == 1
    assert mailoutbox[0].to == ["other@example.com"]


def test_each_turns_it_off_in_their_profile(reader, mailoutbox):
    client, profile = browser_of(reader), reverse("people:profile")
    assert "A mail each morning" in client.get(profile).content.decode()
    client.post(profile, {"display_name": "Lina", "language": "en"})
    told(reader)
    assert mail_unread(MORNING) == 0


def test_one_click_in_the_mail_program_ends_it_without_signing_in(reader, mailoutbox, client):
    told(reader)
    mail_unread(MORNING)
    headers = mailoutbox[0].extra_headers
    path = re.fullmatch(r"<http://localhost:8000(/.+)>", headers["List-Unsubscribe"])[1]
    client.handler.enforce_csrf_checks = True
    client.post(path, headers["List-Unsubscribe-Post"], "application/x-www-form-urlencoded")
    reader.refresh_from_db()
    assert reader.daily_mail is False


def test_looking_at_the_link_asks_and_ends_nothing(reader, client):
    response = client.get(reverse("daily_mail_off", args=[key_of(reader)]))
    reader.refresh_from_db()
    assert (response.status_code, reader.daily_mail) == (200, True)
    assert b"<button" in response.content


@pytest.mark.parametrize("forge", [lambda key: key + "x", lambda key: "1:x", lambda key: "x"])
def test_a_forged_key_ends_nobodys_mail(reader, client, forge):
    url = reverse("daily_mail_off", args=[forge(key_of(reader))])
    response = client.post(url, headers={"accept-language": "en"})
    reader.refresh_from_db()
    assert (response.status_code, reader.daily_mail) == (200, True)
    assert "This link is not complete" in response.content.decode()
