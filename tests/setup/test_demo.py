"""The demo from its first line to Ctrl-C, with all the processes it is made of."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from crm.postgres import Server
from crm.serving.supervisor import signals_interrupt
from tests.setup.machine import ROOT, environment, processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The tests read /proc.")


@pytest.fixture
def demo(kept_home):
    """A demo without a company, ready to be visited; it must be told to end by the test."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "demo", "--without-company"],
        cwd=ROOT, env=environment(ZHIBI_HOME=kept_home, PORT=port),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    process.heard = _read_until(process, "Ctrl-C stops it")
    process.address = f"http://127.0.0.1:{port}/"
    yield process
    process.kill()
    process.wait()


def _read_until(process, mark):
    heard = []
    for line in process.stdout:
        heard.append(line)
        if mark in line:
            return "".join(heard)
    raise AssertionError("".join(heard))


def _parts(home):
    """The processes of the demo that are not the database."""
    return processes(f"ZHIBI_HOME={home}\0")


def _part(home, word):
    return next(n for n in processes(word, within="cmdline") if n in _parts(home))


def test_ctrl_c_stops_the_site_and_the_database_and_leaves_no_process(demo, kept_home):
    assert demo.address in demo.heard
    assert (kept_home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert urllib.request.urlopen(f"{demo.address}account/login/").status == 200
    assert len(_parts(kept_home)) >= 4
    demo.send_signal(signal.SIGINT)
    assert demo.wait(40) == 0
    assert _parts(kept_home) == []
    assert Server(kept_home).running() is None


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_wish_to_end_is_heard_once_and_then_cleaning_up_has_peace(wish):
    before = signal.getsignal(wish)
    with pytest.raises(KeyboardInterrupt), signals_interrupt():
        try:
            os.kill(os.getpid(), wish)
        finally:
            os.kill(os.getpid(), wish)
    assert signal.getsignal(wish) is before


def test_a_worker_that_dies_ends_the_demo_with_a_word(demo, kept_home):
    os.kill(_part(kept_home, "procrastinate"), signal.SIGKILL)
    assert demo.wait(40) == 1
    assert "The worker stopped by itself (code -9)." in demo.stdout.read()
    assert _parts(kept_home) == []


def test_even_a_kill_9_leaves_neither_web_server_nor_worker(demo, kept_home):
    demo.kill()
    demo.wait()
    deadline = time.monotonic() + 30
    while _parts(kept_home) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _parts(kept_home) == []
