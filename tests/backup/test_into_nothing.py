"""An empty database gets its tables first; of an older state, it is brought up to date afterwards."""

import subprocess
import sys

import pytest
from django.db import connection

from tests.backup.conftest import environ_of
from tests.setup.machine import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

OLD = """
import django
django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
jobs = executor.loader.graph.leaf_nodes("procrastinate")
state = executor.migrate([("crm", "0001_initial"), ("sessions", "0001_initial"), *jobs])
state.apps.get_model("crm", "User").objects.create(username="吴知彼")
"""


@pytest.fixture
def blank(transactional_db):
    """The name of a database without tables; that of its owner, who is no superuser where tests may
    make such a role, is its name too."""
    name = f"{connection.settings_dict['NAME']}_blank"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        (may_make_roles,) = cursor.fetchone()
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        if may_make_roles:
            cursor.execute(f"DROP ROLE IF EXISTS {name}")
            cursor.execute(f"CREATE ROLE {name}")
        owner = name if may_make_roles else "CURRENT_USER"
        cursor.execute(f"CREATE DATABASE {name} OWNER {owner}")
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"DROP ROLE IF EXISTS {name}")


OF_OLD = """
call_command("createcachetable", verbosity=0)
call_command("backup", {path!r})
with connection.cursor() as cursor:
    cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
"""
SEEN = """
from django.contrib.auth import get_user_model
from django.core.management import call_command
user = get_user_model().objects.get()
print(user.pk, user.username)
call_command("migrate", "--check")
call_command("check_access")
"""


def run(blank, *arguments) -> str:
    """What a process of its own says, at work in the blank database."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environ_of(blank),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def owner_of(name) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone()[0]


def test_a_backup_of_an_older_state_goes_into_nothing_and_is_brought_up_to_date(blank, tmp_path):
    path = str(tmp_path / "old.zip")
    run(blank, "-c", OLD + OF_OLD.format(path=path))
    restored = run(blank, "manage.py", "restore", path)
    assert "Everybody signs in anew" in restored
    seen = run(blank, "manage.py", "shell", "--no-imports", "-c", SEEN)
    assert "1 吴知彼" in seen
    assert "0 differences" in seen
