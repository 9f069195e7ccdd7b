"""One POST to an address that somebody typed: only to hosts we know, and nowhere on from there."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 10
LONGEST_ANSWER = 64 * 1024
PORTS = {"https": 443, "http": 80}


class Undelivered(Exception):
    """The message did not arrive; its words are the machine's, as kept with the webhook."""


def origin_of(address: str) -> str:
    """Scheme, host and port, as "https://host:443"; "" for what has none of our schemes."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port}" if parts.hostname else ""


def allowed_origins() -> set[str]:
    """Of settings.WEBHOOK_HOSTS; a bare host means https, "http://host:port" means just that."""
    hosts = settings.WEBHOOK_HOSTS
    return {origin_of(host if "://" in host else f"https://{host}") for host in hosts} - {""}


def is_allowed(address: str) -> bool:
    """Whether we send there at all: a server that sends anywhere can be made to ask within."""
    return origin_of(address) in allowed_origins()


def post(url: str, body: dict) -> dict:
    """Sends `body` as JSON and returns the JSON that came back; no redirect is followed.

    Raises `Undelivered`.
    """
    if not is_allowed(url):
        raise Undelivered("this host is not allowed")
    connection = _connection(url)
    try:
        return _exchange(connection, url, json.dumps(body).encode())
    except (OSError, HTTPException, UnicodeError) as error:
        raise Undelivered(str(error) or type(error).__name__) from error
    finally:
        connection.close()


def _connection(url):
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname, parts.port, timeout=TIMEOUT)


def _exchange(connection, url, body):
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = {"Content-Type": "application/json; charset=utf-8"}
    connection.request("POST", target, body, headers)
    response = connection.getresponse()
    if response.status != 200:
        raise Undelivered(f"HTTP {response.status}")
    return _json_of(response.read(LONGEST_ANSWER))


def _json_of(text):
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise Undelivered("the answer is not JSON") from error
    return answer if isinstance(answer, dict) else {}
