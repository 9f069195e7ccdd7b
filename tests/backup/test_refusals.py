"""What cannot be brought back is refused in a sentence, and nothing is touched."""

import os
from zipfile import ZipFile

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import translation

from crm.models import User
from crm.refusals import Refused
from tests.backup.company import TOTP_SECRET, everything
from tests.backup.conftest import back_up, lose_everything, restore, rewritten
from tests.house import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


def damaged(path, *, at):
    """One byte is another."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    return path


def cut(path, *, to):
    os.truncate(path, to)
    return path


def add_migration(manifest):
    manifest["migrations"].append(["customers", "9999_of_tomorrow"])
    manifest["version"] = "9.9"


def take_migration(manifest):
    manifest["migrations"] = [key for key in manifest["migrations"] if key[0] != "intel"]


def climb_out(manifest):
    manifest["files"] = {"../../secret": {"size": 0, "sha256": "", "modified": 0}}


def claim_format(manifest):
    manifest["format"] = 2


def leave_part_out(manifest):
    del manifest["tables"]["customers_customer"]


def spoil_sum(manifest):
    manifest["tables"]["crm_team"]["sha256"] = "0" * 64


def spoil_shape(manifest):
    del manifest["key_mark"]


SPOILT = {
    "damaged": lambda path: damaged(path, at=path.stat().st_size // 2),
    "damaged at its end": lambda path: damaged(path, at=path.stat().st_size - 30),
    "cut short": lambda path: cut(path, to=path.stat().st_size - 1),
    "cut in the middle": lambda path: cut(path, to=path.stat().st_size // 2),
    "empty": lambda path: cut(path, to=0),
    "climbing out": lambda path: rewritten(path, climb_out),
    "with a part too many": lambda path: rewritten(path, leave_part_out),
    "with another sum": lambda path: rewritten(path, spoil_sum),
    "with half a manifest": lambda path: rewritten(path, spoil_shape),
}


def test_a_file_that_is_not_as_it_was_written_is_refused(saved):
    before, whole = everything(), saved.read_bytes()
    for what, spoil in SPOILT.items():
        saved.write_bytes(whole)
        with pytest.raises(Refused, match=r"(is damaged|is cut short).*Take another copy"):
            restore(spoil(saved))
            pytest.fail(what)
    assert everything() == before


def test_a_backup_of_another_state_says_which_version_it_wants(saved):
    before = everything()
    with pytest.raises(Refused, match=r"newer than this program.*9999_of_tomorrow.*Zhibi 9\.9 "):
        restore(rewritten(saved, add_migration))
    with pytest.raises(Refused, match=r"ahead of the backup by intel\..*database without tables"):
        restore(rewritten(saved, take_migration))
    with pytest.raises(Refused, match="in a form not known here"):
        restore(rewritten(saved, claim_format))
    assert everything() == before


def test_a_database_behind_the_backup_is_to_be_migrated_first(saved):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'intel' RETURNING app, name")
        rows = cursor.fetchall()
        try:
            with pytest.raises(Refused, match=r"behind the backup by intel\..*migrate"):
                restore(saved)
        finally:
            cursor.executemany(AGAIN, rows)


AGAIN = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"


def test_a_company_is_replaced_only_when_told_so(saved):
    before = everything()
    with pytest.raises(Refused, match="holds a company already.*--replace"):
        restore(saved, replace=False)
    assert everything() == before


def test_nobody_else_may_be_connected(saved):
    here = connection.get_connection_params()
    place = {
        key: here[key] for key in ("dbname", "user", "password", "host", "port") if key in here
    }
    other = psycopg.connect(**place)
    with other, pytest.raises(Refused, match="1 other connection.*Stop the web server, the worker"):
        restore(saved)
    restore(saved)


def test_a_file_that_is_not_there_is_refused(transactional_db, tmp_path):
    with pytest.raises(Refused, match="cannot be read: No such file.*Name a file"):
        restore(tmp_path / "none.zip")


def test_a_backup_never_goes_over_a_file_and_says_where_it_cannot_write(saved, tmp_path):
    content = saved.read_bytes()
    with pytest.raises(Refused, match="exists already"):
        back_up(saved)
    assert saved.read_bytes() == content
    with pytest.raises(Refused, match="could not be written: No such file.*nothing was left"):
        back_up(tmp_path / "nowhere" / "a.zip")


def test_refusals_come_in_the_language_of_the_terminal(saved, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(Refused, match="[一-龥]{4}.*--replace"):
        restore(saved, replace=False)
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("zh-hans"), pytest.raises(Refused, match="already"):
        restore(saved, replace=False)


def test_no_secret_is_in_the_file(company, tmp_path, settings):
    browser_of(company)
    session = Session.objects.get().session_key
    settings.SECRET_KEY = "a-secret-key-that-is-looked-for"
    path = back_up(tmp_path / "secret.zip")
    with ZipFile(path) as file:
        content = b"".join(file.read(name) for name in file.namelist())
    assert company.username.encode() in content
    for secret in (settings.SECRET_KEY, session, TOTP_SECRET):
        assert secret.encode() not in content


def test_uploads_under_way_and_sessions_are_left_out(company, tmp_path, settings):
    folder = settings.MEDIA_ROOT / "exports"
    (folder / "half.part").write_text("half")
    path = back_up(tmp_path / "part.zip")
    lose_everything(settings)
    assert not User.objects.exists()
    restore(path, replace=False)
    assert len(list(folder.iterdir())) == 1
