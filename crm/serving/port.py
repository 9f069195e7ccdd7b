"""Is the port free? `python -m crm.serving.port` asks before anything is installed."""

import os
import socket
import sys
from collections.abc import Mapping

from crm.serving import ServingError

HOST = "127.0.0.1"
DEFAULT = "8000"


def chosen(environ: Mapping[str, str] = os.environ) -> int:
    """The port that PORT names, made sure to be free. Raises ServingError."""
    said = environ.get("PORT") or DEFAULT
    if not (said.isdecimal() and 0 < int(said) < 65536):
        raise ServingError(f"PORT is {said!r}; it must be a number from 1 to 65535.")
    _refuse_if_taken(int(said))
    return int(said)


def _refuse_if_taken(port: int) -> None:
    with socket.socket() as trial:
        # As the web server does: what a stopped one left in TIME_WAIT is no hindrance.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError:
            raise ServingError(f"Port {port} is reserved: choose another (PORT=8001).") from None
        except OSError:
            raise ServingError(f"Port {port} is taken: choose another (PORT={port + 1}).") from None


if __name__ == "__main__":
    try:
        chosen()
    except ServingError as refusal:
        sys.exit(str(refusal))
