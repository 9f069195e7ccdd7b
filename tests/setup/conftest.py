import os
import shutil
import tempfile
from pathlib import Path

import pytest

from crm.postgres import PostgresError, Server
from crm.postgres.binaries import choose
from tests.setup.machine import command


@pytest.fixture
def home():
    """A new ZHIBI_HOME that every account can reach; what runs there ends with the test."""
    yield from _home(open_to_all=True)


@pytest.fixture
def closed_home():
    """A ZHIBI_HOME in a folder that is closed to everybody else, like root's own."""
    yield from _home(open_to_all=False)


@pytest.fixture(scope="session")
def kept_home():
    """A ZHIBI_HOME that tests share whose database is migrated: that takes longer than they do."""
    yield from _home(open_to_all=True)


def _home(*, open_to_all):
    folder = Path(tempfile.mkdtemp(prefix="zhibi-home-"))
    folder.chmod(0o755 if open_to_all else 0o700)
    yield folder / "home"
    server = Server(folder / "home")
    server.stop()
    shutil.rmtree(server.place.folder, ignore_errors=True)
    shutil.rmtree(server.place.socket_folder, ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture(params=["system", "wheel"])
def choice(request):
    """Whose PostgreSQL: each of the two."""
    try:
        choose(request.param, made_by=None)
    except PostgresError:
        pytest.skip(f"This machine has no PostgreSQL of this kind: {request.param}.")
    return request.param


@pytest.fixture
def manage(home):
    """Runs `manage.py` in a process of its own, as a person does, on the embedded database."""
    return lambda *arguments, **environ: command(
        "manage.py", *arguments, ZHIBI_HOME=home, **{"SECRET_KEY": "a-key", **environ}
    )


@pytest.fixture
def only_root():
    if os.geteuid() != 0:
        pytest.skip("Only root has to lend PostgreSQL another account.")
