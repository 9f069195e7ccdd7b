"""Everything a user can be shown, as texts that can be searched and compared."""

import io
import re
import zipfile
from itertools import zip_longest
from urllib.parse import urlencode

from crm.grid.conditions.relations import relations_of
from tests.security.routes import own_routes
from tests.security.world import KNOWN, PHONE

# Drawn anew for every page, in a form or in the header that htmx sends.
TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
# A dictionary of the house, like the categories: it says who our rivals are, not where.
SHARED_BY_ALL = {"intel:competitor_names"}
HTMX = {"hx-request": "true"}
THE_GRID = {**HTMX, "hx-target": "grid"}
QUESTIONS = [f"q={KNOWN}", f"q={PHONE[-4:]}&name={KNOWN}&text={KNOWN}"]
BY_TYPE = {"text": KNOWN, "date": "2020-01-01"}


def text_of(response) -> bytes:
    """Body and headers; a workbook is opened."""
    body = b"".join(response) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist() if "docProps" not in name)
    told = {n: v for n, v in response.headers.items() if n not in ("Set-Cookie", "Content-Length")}
    return TOKEN.sub(b"", body) + repr((response.status_code, sorted(told.items()))).encode()


def lists_and_options() -> list[str]:
    """The URLs that name no record, each with what can be asked of it."""
    plain = [r for r in own_routes() if not r.record and r.name not in SHARED_BY_ALL]
    urls = [route.url() for route in plain if "export" not in route.name]
    return [f"{url}?{question}" for url in urls for question in QUESTIONS]


def questions_of(client, url) -> list[str]:
    """A grid asked for every column, in every order, filtered by every field, exported."""
    grid = client.get(url).context["grid"]
    every = {"cols": ",".join(column.name for column in grid.columns)}
    orders = [{"sort": f"-{column.name}"} for column in grid.columns if column.sortable]
    # The other questions to a column go through the same door as its usual ones.
    found = {n: f for n, f in grid.all_filters.items() if f.usual}
    filters = [{name: BY_TYPE.get(filter_.input_type, "1")} for name, filter_ in found.items()]
    states = [{"state": state.key} for state in grid.states]
    facets = [{"part": "facet", "column": c.name} for c in grid.columns if c.has_facet]
    related = [
        {"where": f"{key}:{asked}"} for key in relations_of(grid) for asked in ("has", "no", "min2")
    ]
    letters = [{"letter": KNOWN[0]}]
    files = [{**every, "export": kind} for kind in ("csv", "xlsx")]
    # One question may go with another: fewer pages, and each still has its own answer.
    asked = [every, *together(orders, states), *filters, *facets, *related, *letters, *files]
    return [f"{url}?{urlencode(question)}" for question in asked]


def grids(client) -> list[str]:
    urls = [r.url() for r in own_routes() if not r.parameters]
    return [url for url in urls if is_grid(client.get(url))]


def is_grid(response) -> bool:
    return bool(getattr(response, "context", None)) and "grid" in response.context


def together(some, others) -> list[dict]:
    return [{**a, **b} for a, b in zip_longest(some, others, fillvalue={})]
