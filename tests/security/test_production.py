"""The settings as a production server would have them, read by a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from crm.people.models import User
from tests.factories import make_customer

PROGRAM = """
import json, crm.settings as s
names = [n for n in dir(s) if n.startswith(("SE", "CSRF", "MFA", "DEBUG"))]
print(json.dumps({n: getattr(s, n) for n in names}, default=str))
"""


def started_with(**environ) -> dict:
    known = {key: value for key, value in os.environ.items() if key in ("PATH", "DATABASE_URL")}
    environ = {"DATABASE_URL": "postgres://u:p@localhost/x", **known, **environ}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_behind_tls_cookies_are_secure_and_the_proxy_is_believed():
    found = started_with(SECRET_KEY="x", SITE_URL="https://crm.example.com", PROXIES="1")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] > 10_000_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert not found["DEBUG"]
    assert not found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]


def test_without_a_proxy_nobody_is_believed_to_come_by_tls():
    found = started_with(SECRET_KEY="x", SITE_URL="https://crm.example.com")
    assert "SECURE_PROXY_SSL_HEADER" not in found


def test_a_start_without_a_key_refuses():
    with pytest.raises(subprocess.CalledProcessError) as refused:
        started_with()
    assert b"SECRET_KEY is not set" in refused.value.stderr


def relations():
    for model in apps.get_models():
        yield from (f for f in model._meta.concrete_fields if f.is_relation)


def test_no_record_of_ours_goes_with_a_user():
    """Of the libraries' own rows sessions and second factors may."""
    going = [
        str(field)
        for field in relations()
        if field.related_model is User and field.remote_field.on_delete.__name__ == "CASCADE"
    ]
    theirs = ("account.", "mfa.", "usersessions.", "guardian.", "crm.User_", "crm.User.")
    assert [name for name in going if not name.startswith(theirs)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_ledger_refuses_to_be_rewritten_by_sql(statement):
    table = make_customer().ledger.model._meta.db_table
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table))
