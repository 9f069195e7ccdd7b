"""Settings. Everything that differs between machines comes from the environment.

| variable | default | meaning |
|---|---|---|
| SECRET_KEY | none: a start without it refuses, unless DEBUG | signs sessions and links |
| DEBUG | off | Django's debug pages |
| ALLOWED_HOSTS | localhost,127.0.0.1,[::1] | host names served, comma-separated |
| SITE_URL | http://localhost:8000 | where links in mails lead; https turns on secure cookies |
| DATABASE_URL | the embedded PostgreSQL | postgres://user:password@host:port/name |
| DATABASE_POOL | 8 | connections a process keeps; at least its threads; 0 turns the pool off |
| ZHIBI_HOME | .zhibi/ | folder of the embedded database, uploads and exports |
| EMAIL_URL | mails are written to the log | smtp://user:password@host:port?from=sender, smtps:// for TLS |
| TIME_ZONE | Asia/Shanghai | the zone people read times in |
| WEBHOOK_HOSTS | none | hosts webhooks may be sent to besides the chats' own, comma-separated |
| PROXIES | 0 | reverse proxies in front: how many steps of X-Forwarded-For to believe |
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from crm.mail import mail_settings
from crm.postgres import database_settings

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def secret_key() -> str:
    """The signing key; a development start may do without, anything else may not."""
    key = os.environ.get("SECRET_KEY") or ("development-only" if DEBUG else "")
    if not key:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put a long random string into the environment, "
            "or set DEBUG=1 on a development machine."
        )
    return key


# --- the ground -----------------------------------------------------------------------------
DEBUG = flag("DEBUG")
SECRET_KEY = secret_key()
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
ZHIBI_HOME = Path(os.environ.get("ZHIBI_HOME", BASE_DIR / ".zhibi")).resolve()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "guardian",
    "import_export",
    "lucide",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "crm",
    "customers",
    "sales",
    "intel",
]

MIDDLEWARE = [
    "crm.shell.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm.people.viewing_middleware.ViewingMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.shell.privacy.PrivacyMiddleware",
    "crm.shell.language.UserLanguageMiddleware",
    "crm.shell.signin.SignInMiddleware",
    "crm.shell.toasts.ToastMiddleware",
    "crm.shell.refusals.RefusalMiddleware",
    "crm.people.viewing_middleware.LookingOnlyMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.shell.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "crm.shell.forms.Renderer"

# --- database, cache, jobs ------------------------------------------------------------------
DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
# Rate limits and lockouts live in the cache, so every process must see the same one.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

PROCRASTINATE_IMPORT_PATHS = [
    "crm.jobs",
    "crm.grid.exporting.tasks",
    "crm.grid.removing.tasks",
    "crm.notices.tasks",
    "crm.people.tasks",
    "crm.sheets.tasks",
    "crm.grid.changes.tasks",
    "customers.bulk.tasks",
    "customers.handover.tasks",
    "customers.imports.tasks",
    "customers.merging.finding.tasks",
    "customers.own_fields.tasks",
    "customers.plans.tasks",
    "customers.rules.tasks",
    "customers.release.tasks",
]

# --- people and sign-in ---------------------------------------------------------------------
AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = ["crm.people.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "customers:list"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

ACCOUNT_ADAPTER = "crm.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "crm.people.sign_in_forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_USER_DISPLAY = str
# The admin vouches for addresses: there is no sign-up in which to confirm one.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Zhibi: "
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Five wrong passwords for one name lock that name for five minutes, ten from one address a minute.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PROXIES", "0"))

MFA_ADAPTER = "crm.people.adapters.MFAAdapter"
MFA_FORMS = {
    "login_webauthn": "crm.people.sign_in_forms.PasskeySignInForm",
    "authenticate_webauthn": "crm.people.sign_in_forms.PasskeyAuthenticateForm",
    "reauthenticate_webauthn": "crm.people.sign_in_forms.PasskeyReauthenticateForm",
    "add_webauthn": "crm.people.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "crm.people.sign_in_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Zhibi 知彼"
# Phones drift: the codes of half a minute before and after count too.
MFA_TOTP_TOLERANCE = 1
# guardian is storage for shares only: no anonymous user, no backend.
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- mail -----------------------------------------------------------------------------------
globals().update(mail_settings(os.environ.get("EMAIL_URL", "")))

# --- language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")

# --- files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ZHIBI_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = ZHIBI_HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# A sheet may be 20 MiB; what a form carries besides it is small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_HANDLERS = [
    "crm.sheets.uploads.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- security -------------------------------------------------------------------------------
SERVED_BY_TLS = SITE_URL.startswith("https://")
# Browsers offer passkeys without TLS on localhost only, and check the origin themselves there.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_BY_TLS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if SERVED_BY_TLS and ALLAUTH_TRUSTED_PROXY_COUNT:
    # The proxy ends TLS and says so; without one anybody could say it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_BY_TLS
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_BY_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- the house's limits ---------------------------------------------------------------------
LONGEST_PROTECTION_DAYS = 180
HANDOVER_UNDO_DAYS = 14
MERGE_UNDO_DAYS = 30
COUNT_UP_TO = 10_000
# Exports of more rows, or that take longer, are written by a job; for how long their files stay.
EXPORT_AT_ONCE = 5_000
EXPORT_SECONDS = 20
EXPORT_DAYS = 7
# For how long an import can be undone.
IMPORT_UNDO_DAYS = 14
# A rehearsal of an import plan is one transaction, which holds what it touches.
PLAN_REHEARSAL_ROWS = 50_000
# For how long an upload is kept, so that it can be read again.
IMPORT_FILE_DAYS = 90
# How long a list's query may take; and a walk along an index, before the rows are sorted instead.
GRID_SECONDS = 8
GRID_WALK_SECONDS = 1.5
# Local hours: when the night of release begins, and between which warnings are sent.
RELEASE_HOUR = 2
WARNING_HOURS = (8, 18)
# Where webhooks are sent: a bare host by https, "http://host:port" as it stands.
WEBHOOK_HOSTS = [
    "qyapi.weixin.qq.com",
    "oapi.dingtalk.com",
    "open.feishu.cn",
    *listed("WEBHOOK_HOSTS", ""),
]

# --- logs -----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
