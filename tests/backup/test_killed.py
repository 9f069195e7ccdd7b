"""Killed anywhere, a restore leaves the old company, and a backup leaves no file."""

import subprocess
import sys
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection

from crm.models import User
from customers.models import Customer
from tests.backup.company import everything
from tests.backup.conftest import back_up, environ_of, restore

pytestmark = pytest.mark.django_db(transaction=True)

# Every table is told of, and not faster than one can see it.
SLOWLY = """
import time
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from crm.backup.progress import Progress
def done(progress, name, rows):
    progress.say(f"through {{name}}")
    time.sleep(0.05)
Progress.done = done
settings.MEDIA_ROOT = {media!r}
call_command({command!r}, {path!r}, {options})
"""


def killed_after(line, command, path, options=""):
    """Ends a process of its own at work as soon as it has said `line`."""
    media = str(settings.MEDIA_ROOT)
    code = SLOWLY.format(command=command, path=str(path), options=options, media=media)
    connection.close()
    work = [sys.executable, "-c", code]
    with subprocess.Popen(work, env=environ_of(), stdout=subprocess.PIPE, text=True) as process:
        assert any(said.strip() == line for said in process.stdout)
        process.kill()


@pytest.mark.parametrize("table", ["account_emailaddress", "customers_customer", "sales_orderline"])
def test_a_killed_restore_leaves_the_old_company_and_another_one_ends_it(saved, table):
    backed_up = everything()
    Customer.objects.update(short_name="Changed since")
    User.objects.create(username="new")
    before = everything()
    killed_after(f"through {table}", "restore", saved, "replace=True")
    rows = {name: what for name, what in everything().items() if name != "files"}
    assert rows == {name: what for name, what in before.items() if name != "files"}
    restore(saved)
    assert everything() == backed_up


def test_uploads_of_a_killed_restore_lie_beside_and_are_in_no_backup(saved, tmp_path):
    files = everything()["files"]
    killed_after("through customers_customer", "restore", saved, "replace=True")
    left = everything()["files"]
    assert {name: file for name, file in left.items() if not name.startswith(".restoring")} == files
    with ZipFile(back_up(tmp_path / "after.zip")) as later, ZipFile(saved) as first:
        assert later.namelist() == first.namelist()
    restore(saved)
    assert everything()["files"] == files


def test_a_killed_backup_leaves_no_file_of_its_name(company, tmp_path):
    killed_after("through customers_customer", "backup", tmp_path / "killed.zip")
    assert not (tmp_path / "killed.zip").exists()
