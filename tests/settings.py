"""The real settings, with cheap passwords, no pool, and files in a folder that goes away."""

import os
import tempfile
from pathlib import Path

# The embedded server of the tests keeps apart from the demo's.
os.environ.setdefault("ZHIBI_HOME", str(Path(__file__).resolve().parent.parent / ".zhibi/tests"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DATABASE_POOL"] = "0"
# Playwright keeps an event loop in the thread in which a browser test uses the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from crm.settings import *  # noqa: F403

# Made and removed by conftest: one for each process that runs tests.
FILES = Path(tempfile.gettempdir(), f"zhibi-tests-{os.getpid()}")
MEDIA_ROOT = FILES / "media"
STATIC_ROOT = FILES / "static"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

# Tests empty every table between them, the append-only ones too. A lock that nobody gives up fails
# the one test that waits for it.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (  # noqa: F405
    "-c zhibi.emptying=on -c lock_timeout=120s"
)
