import gc
import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test.client import ClientHandler

from crm.postgres import Server

pytest.register_assert_rewrite("tests.grids.contract", "tests.grids.whole_sets")
pytest_plugins = ["tests.browser", "tests.emptying", "tests.migrated"]

# A test database may be lost in a crash; it need not wait for the disk.
IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def pytest_configure(config):
    """Brings the embedded server up before the workers of xdist need it."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    config.started_server = None
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput"):
        return
    server = Server.from_environ()
    if not server.running():
        server.start(**IN_A_HURRY)
        config.started_server = server


def pytest_collection_finish():
    """What was imported stays: the garbage collector need not walk over it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config):
    if started := getattr(config, "started_server", None):
        started.stop()
    shutil.rmtree(settings.FILES, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _downloads_are_taken_to_their_end():
    """As a browser does. An answer that is left half read keeps its query open, and the garbage
    collector would end it in the middle of another one."""
    answer = ClientHandler.__call__

    def whole_answer(handler, environ):
        response = answer(handler, environ)
        if response.streaming:
            response.streaming_content = list(response.streaming_content)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", whole_answer)
        yield


@pytest.fixture(autouse=True)
def _cache_forgets(request):
    """Attempts counted against a rate limit outlive a test whose transactions are real."""
    yield
    if "transactional_db" in request.fixturenames:
        cache.clear()
