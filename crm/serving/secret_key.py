"""The demo's own SECRET_KEY: made once, kept in ZHIBI_HOME for its owner alone.

Commands at the terminal use it where the environment has none. A web server that is started by itself
does not: without SECRET_KEY in its environment it refuses.
"""

import os
import secrets
from pathlib import Path

from crm.postgres import Server

NAME = "secret_key"


def lend(*, make: bool) -> None:
    """Puts the kept key into the environment unless that has one; makes it first if told so."""
    path = Server.from_environ().home / NAME
    if os.environ.get("SECRET_KEY"):
        return
    if make and not path.exists():
        _keep(path)
    if os.access(path, os.R_OK):
        os.environ["SECRET_KEY"] = path.read_text().strip()


def _keep(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
