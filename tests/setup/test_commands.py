"""What a person reads at the terminal: one line and an exit code, whatever is missing."""

import socket

import pytest

from crm.postgres import Server
from tests.setup.machine import command

UNREACHABLE = "postgres://me@127.0.0.1:1/crm"


def _refusal(said):
    """The one line that was said; it must be one, with a non-zero exit."""
    assert said.returncode != 0
    assert said.stderr.count("\n") == 1, said.stderr
    return said.stderr


def test_a_command_brings_the_database_up_by_itself(manage, home):
    said = manage("migrate", "--plan")
    assert said.returncode == 0, said.stderr
    assert Server(home).running()


def test_a_command_that_needs_no_database_starts_none(manage, home):
    said = manage("check")
    assert said.returncode == 0, said.stderr
    assert not home.exists()


@pytest.mark.parametrize("words", [["migrate"], ["demo"]])
def test_an_unreachable_database_is_one_line(manage, words):
    said = manage(*words, DATABASE_URL=UNREACHABLE, PORT=_free_port())
    assert "The database cannot be reached" in _refusal(said)


def test_a_malformed_database_url_is_one_line(manage):
    assert "must look like" in _refusal(manage("migrate", DATABASE_URL="somewhere"))


def test_a_taken_port_is_one_line_before_anything_starts(manage, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in _refusal(manage("demo", PORT=port))
        assert f"Port {port} is taken" in _refusal(command("-m", "crm.serving.port", PORT=port))
    assert not home.exists()


def test_a_port_that_is_none_is_one_line():
    assert "PORT is 'http'" in _refusal(command("-m", "crm.serving.port", PORT="http"))


def test_without_a_secret_key_nothing_starts(manage):
    assert "SECRET_KEY is not set" in _refusal(manage("migrate", SECRET_KEY=""))
    served = command("-c", "import crm.wsgi")
    assert served.returncode != 0
    assert "SECRET_KEY is not set" in served.stderr


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
