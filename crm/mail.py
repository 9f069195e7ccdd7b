"""Where mails go, from one address: smtp://user:password@host:port or smtps:// for TLS.

STARTTLS is used on port 587. `?from=crm@example.com` names the sender, which is otherwise the
user of the mail server. Without an address mails are written to the log.
"""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TO_THE_LOG = "django.core.mail.backends.console.EmailBackend"
BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION_PORT = 587
TIMEOUT = 10
FALLBACK_SENDER = "zhibi@localhost"
WRONG = "EMAIL_URL must look like smtp://user:password@host:port."


def mail_settings(url: str) -> dict:
    """Django's EMAIL_… settings for `url`; raises ImproperlyConfigured for any other scheme."""
    if not url:
        return {"EMAIL_BACKEND": TO_THE_LOG, "DEFAULT_FROM_EMAIL": FALLBACK_SENDER}
    parts, port = _parsed(url)
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user if "@" in user else FALLBACK_SENDER])
    return {
        "EMAIL_BACKEND": BY_SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": port == SUBMISSION_PORT,
        "EMAIL_TIMEOUT": TIMEOUT,
        "DEFAULT_FROM_EMAIL": sender[0],
    }


def _parsed(url):
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(WRONG) from error
    if not parts.hostname:
        raise ImproperlyConfigured(WRONG)
    return parts, port
