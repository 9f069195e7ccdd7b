import json
import os
import shutil
from io import StringIO
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import call_command
from django.db import connection

from customers.own_fields import indexes
from tests.backup.company import make_company
from tests.house import in_english  # noqa: F401 - fixture


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def company(transactional_db):
    # A browser's event loop has Django open another connection beside the first of a process.
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
    # Emptying the tables between tests leaves the indexes of fields that are gone,
    indexes.take_down_all()
    # and those of the jobs, which are no models of ours.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    return make_company()


@pytest.fixture
def saved(company, tmp_path):
    """The company's backup."""
    return back_up(tmp_path / "company.zip")


def back_up(path):
    said("backup", path)
    return path


def said(*arguments, **options) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, **options)
    return out.getvalue()


def restore(path, *, replace=True) -> str:
    return said("restore", path, replace=replace)


def lose_everything(settings):
    """As after a disaster, but for somebody who has begun anew."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        lasting = [name for name in tables if name != "django_migrations"]
        cursor.execute(f"TRUNCATE {', '.join(lasting)} RESTART IDENTITY")
    shutil.rmtree(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT.mkdir()


def rewritten(path, change):
    """The same backup with another manifest; `change` is given it as a dict."""
    target = path.with_name("rewritten.zip")
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(name, content)
    return target


def environ_of(name=None, **more) -> dict[str, str]:
    """For a process in this test's database, or in another one of the same server."""
    here = connection.settings_dict
    place = {**here, "NAME": name or here["NAME"]}
    parts = {key: quote(str(place[key]), safe="") for key in ("USER", "PASSWORD", "HOST", "NAME")}
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(port=here["PORT"], **parts)
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return {**os.environ, **settings, **more}
