"""Where mails go, from one address: smtp://user:password@host:port or smtps:// for TLS.

STARTTLS is used on port 587. `?from=crm@example.com` names the sender, which is otherwise the
user of the mail server. Without an address mails are written to the log.
"""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TO_THE_LOG = "django.core.mail.backends.console.EmailBackend"
BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
SUBMISSION_PORT = 587
TIMEOUT = 10
FALLBACK_SENDER = "zhibi@localhost"


def mail_settings(url: str) -> dict:
    """Django's EMAIL_… settings for `url`; raises ImproperlyConfigured for any other scheme."""
    if not url:
        return {"EMAIL_BACKEND": TO_THE_LOG, "DEFAULT_FROM_EMAIL": FALLBACK_SENDER}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:port.")
    user = unquote(parts.username or "")
    tls = parts.scheme == "smtps"
    port = parts.port or (465 if tls else 25)
    sender = parse_qs(parts.query).get("from", [user if "@" in user else FALLBACK_SENDER])
    return {
        "EMAIL_BACKEND": BY_SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls,
        "EMAIL_USE_TLS": port == SUBMISSION_PORT,
        "EMAIL_TIMEOUT": TIMEOUT,
        "DEFAULT_FROM_EMAIL": sender[0],
    }
