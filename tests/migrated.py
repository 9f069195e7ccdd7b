"""The tests' databases are copies of one that was migrated before, as long as no migration changed."""

import hashlib
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.db import connection

PREFIX = "zhibi_migrated_"
EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
OTHERS = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s"
LOCK = "SELECT pg_advisory_lock(hashtext(%s))"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Whichever worker comes first migrates; the others wait for it."""
    name = PREFIX + fingerprint()
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(LOCK, [PREFIX])
        cursor.execute(EXISTS, [name])
        if not cursor.fetchone()[0]:
            drop_others(cursor, name)
            migrate(cursor, name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def fingerprint() -> str:
    """Of all that a migrated database follows from."""
    found = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def drop_others(cursor, name: str):
    cursor.execute(OTHERS, [PREFIX, name])
    for (other,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')


def migrate(cursor, name: str):
    """It has its name once it is whole."""
    settings = connection.settings_dict
    usual, settings["TEST"]["NAME"] = settings["TEST"]["NAME"], f"{name}_begun"
    own = settings["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    settings["NAME"] = own
    settings["TEST"]["NAME"] = usual
    cursor.execute(f'ALTER DATABASE "{name}_begun" RENAME TO "{name}"')
