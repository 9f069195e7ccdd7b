import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.postgres import PostgresError, Server
from tests.setup.machine import ask, command, processes, tell


def _postmaster(server):
    return int(server.place.pid_file.read_text().split()[0])


def test_either_kind_of_binaries_gives_a_database_that_knows_chinese(home, choice):
    socket = Server(home, choice).start()
    assert ask(socket, r"SELECT '知彼' ~ '^\w\w$'")
    assert ask(socket, "SHOW listen_addresses") == ""


def test_a_started_server_is_found_again_and_goes_on(home):
    server = Server(home)
    socket, number = server.start(), _postmaster(server)
    assert Server(home).start() == socket
    assert _postmaster(server) == number


def test_three_starts_at_once_end_with_one_server(home):
    with ThreadPoolExecutor(3) as pool:
        starts = [
            pool.submit(command, "-m", "crm.postgres", "start", ZHIBI_HOME=home) for _ in range(3)
        ]
    assert [start.result().returncode for start in starts] == [0, 0, 0]
    data = Server(home).place.data
    assert processes(f"-D\0{data}\0", within="cmdline") == [_postmaster(Server(home))]


def test_a_stop_ends_the_server_and_says_whether_there_was_one(home):
    server = Server(home)
    server.start()
    assert processes(f"-D\0{server.place.data}\0", within="cmdline")
    assert server.stop() is True
    assert server.stop() is False
    assert not processes(f"-D\0{server.place.data}\0", within="cmdline")


def test_data_outlive_a_kill_9_and_the_next_start(home):
    server = Server(home)
    tell(server.start(), "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(_postmaster(server), signal.SIGKILL)
    while server.running():
        time.sleep(0.01)
    assert ask(Server(home).start(), "SELECT answer FROM kept") == 42


def test_the_number_of_a_zombie_does_not_block_the_next_start(home):
    server = Server(home)
    server.start()
    server.stop()
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    server.place.account.make_folder(server.place.socket_folder)
    for file in (server.place.pid_file, server.place.socket_lock):
        file.write_text(f"{zombie.pid}\n{server.place.data}\n")
    assert ask(server.start(), "SELECT 1") == 1
    zombie.wait()


def test_the_number_of_a_stranger_does_not_block_the_next_start(home):
    server = Server(home)
    server.start()
    server.stop()
    server.place.pid_file.write_text(f"{os.getpid()}\n{server.place.data}\n")
    assert ask(server.start(), "SELECT 1") == 1


def test_a_server_that_lost_its_socket_is_started_anew(home):
    server = Server(home)
    socket = server.start()
    (server.place.socket_folder / ".s.PGSQL.5432").unlink()
    assert server.running() is None
    assert ask(server.start(), "SELECT 1") == 1
    assert server.running() == socket


def test_a_home_that_was_removed_under_its_server_begins_anew(home):
    server = Server(home)
    tell(server.start(), "CREATE TABLE gone (answer int)")
    shutil.rmtree(home)
    assert ask(server.start(), "SELECT to_regclass('gone') IS NULL")


def test_a_first_start_that_was_cut_off_is_made_anew(home):
    server = Server(home)
    server.place.make_folders()
    unfinished = server.place.folder / "data.part"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    assert ask(server.start(), "SELECT 1") == 1


def test_data_of_another_major_version_are_named_in_one_line(home):
    data = Server(home).place.data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    said = command("-m", "crm.postgres", "start", ZHIBI_HOME=home)
    assert said.returncode == 1
    assert said.stderr.startswith("The database was made by PostgreSQL 9, but only ")
    assert said.stderr.count("\n") == 1


def test_a_folder_without_binaries_is_refused(home):
    with pytest.raises(PostgresError, match="No PostgreSQL 15 or newer was found"):
        Server(home, "/nowhere").start()
