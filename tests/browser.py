"""The machine's own Chromium for tests that use pytest-playwright's `page`.

Without one such tests are skipped, or fail where ZHIBI_REQUIRE_BROWSER is set.
"""

import os
import shutil
import threading

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.testcases import LiveServerThread

# Of the windows' own decoration, what costs most of a window; and a process kept ready for the next
# site, where there is one site.
NOT_NEEDED = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"]
# Chromium heeds the last such flag alone, so that what Playwright leaves out is said again.
LEFT_OUT_BY_PLAYWRIGHT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root needs the first, containers with a small /dev/shm the second; the rest keep it quiet.
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join([*LEFT_OUT_BY_PLAYWRIGHT, *NOT_NEEDED]),
]
SECONDS_TO_ANSWER = 30
NO_BROWSER = "No Chromium was found: install the package chromium to run the browser tests."


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("ZHIBI_REQUIRE_BROWSER"):
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium, browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """Addresses in a test are paths: `page.goto("/customers/")`. A test chooses its language by
    `@pytest.mark.browser_context_args(locale="zh-CN")`."""
    return {**browser_context_args, "base_url": live_server.url}


@pytest.fixture
def new_context(_answered, new_context):
    return new_context


class PoolingServer(ThreadedWSGIServer):
    """Its threads share connections, as those of production do: what a new one asks first takes it
    longer than a page takes others."""

    def process_request_thread(self, *request):
        connections[DEFAULT_DB_ALIAS] = pooled(connections[DEFAULT_DB_ALIAS])
        super().process_request_thread(*request)


def pooled(connection):
    pool = {"min_size": 0, "max_size": 20, "timeout": 30}
    options = connection.settings_dict["OPTIONS"] | {"pool": pool}
    return type(connection)(connection.settings_dict | {"OPTIONS": options}, connection.alias)


@pytest.fixture(scope="session")
def _pooling_server():
    LiveServerThread.server_class = PoolingServer


@pytest.fixture(scope="session")
def live_server(_pooling_server, live_server):
    return live_server


@pytest.fixture(scope="module")
def _pool():
    """Closed after a module, since others want to be alone in the database."""
    yield
    pooled(connections[DEFAULT_DB_ALIAS]).close_pool()


@pytest.fixture
def _answered(live_server, _pool):
    """Torn down once the browser is gone: what it asked for last is answered before the database
    is emptied under the answer."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(SECONDS_TO_ANSWER)
            assert not thread.is_alive(), "The server still answers a browser that is gone."
