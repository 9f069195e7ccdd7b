"""EMAIL_URL: where mails go."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm.mail import BY_SMTP, TO_THE_LOG, mail_settings


def test_without_an_address_mails_go_to_the_log():
    assert mail_settings("")["EMAIL_BACKEND"] == TO_THE_LOG


def test_an_address_names_server_user_password_and_sender():
    found = mail_settings("smtp://crm%40example.com:p%2Fw@mail.example.com:587")

    assert found["EMAIL_BACKEND"] == BY_SMTP
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("crm@example.com", "p/w")
    assert found["DEFAULT_FROM_EMAIL"] == "crm@example.com"


@pytest.mark.parametrize(
    ("url", "ssl", "starttls", "port"),
    [
        ("smtp://host", False, False, 25),
        ("smtp://host:587", False, True, 587),
        ("smtps://host", True, False, 465),
    ],
)
def test_the_scheme_and_the_port_decide_on_tls(url, ssl, starttls, port):
    found = mail_settings(url)

    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, starttls)
    assert found["EMAIL_PORT"] == port


def test_the_sender_may_be_named():
    assert mail_settings("smtp://host?from=a@b.example")["DEFAULT_FROM_EMAIL"] == "a@b.example"


@pytest.mark.parametrize("url", ["http://host", "host:25", "smtp://", "smtp://host:notaport"])
def test_anything_else_is_refused_in_one_line(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url)
