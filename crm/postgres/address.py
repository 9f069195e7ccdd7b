"""The database as an address: what `DATABASE_URL` says, as Django's `DATABASES` wants it.

Reads the connection URIs of libpq (PostgreSQL manual, 34.1.1.2): percent-encoding, a socket folder
as host, `?host=…&port=…`, and any other query parameter as an option of the connection.
"""

from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crm.postgres.errors import PostgresError

SCHEMES = {"postgres", "postgresql"}
CONNECT_TIMEOUT = "10"


def parse(url: str) -> dict:
    """`{"NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"}` of a `postgres://` URL.

    Raises PostgresError, which never repeats the password.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise PostgresError("DATABASE_URL must look like postgres://user:password@host:port/name.")
    user_info, _, place = parts.netloc.rpartition("@")
    user, _, password = user_info.partition(":")
    host, port = _host_and_port(place)
    options = {"connect_timeout": CONNECT_TIMEOUT, **dict(parse_qsl(parts.query))}
    return {
        "NAME": options.pop("dbname", unquote(parts.path[1:])) or _no_name(),
        "USER": options.pop("user", unquote(user)),
        "PASSWORD": options.pop("password", unquote(password)),
        "HOST": options.pop("host", unquote(host)),
        "PORT": _checked(options.pop("port", port)),
        "OPTIONS": options,
    }


def _host_and_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        return host, rest.removeprefix(":")
    host, _, port = place.partition(":")
    return host, port


def _no_name():
    raise PostgresError("DATABASE_URL names no database: add /name at its end.")


def _checked(port: str) -> str:
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        raise PostgresError(f"DATABASE_URL has the port {port!r}, which is no port number.")
    return port


def socket_url(folder: str, *, name: str, user: str) -> str:
    return f"postgres://{quote(user)}@/{quote(name)}?host={quote(folder, safe='')}"
