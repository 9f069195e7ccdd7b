"""Every URL of the product, taken from the resolver: what is added later is attacked too."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
CAPTURE = re.compile(r"\(\?P<(\w+)>.*?\)\$?")

# What the number in a URL names, by how the URL begins.
RECORDS = {
    "grids/exports/": "export",
    "grids/removals/": "removal",
    "grids/<slug:key>/views/": "view",
    "grids/": "changes",
    "workdays/leaves/": "leave",
    "people/teams/": "team",
    "people/": "user",
    "notices/webhooks/": "webhook",
    "notices/": "notice",
    "imports/plans/": "plan",
    "imports/": "sheet",
    "requests/": "request",
    "handovers/": "handover",
    "bulk/": "run",
    "merges/": "merge",
    "duplicates/": "pair",
    "customers/": "customer",
    "contacts/": "contact",
    "activities/": "activity",
    "opportunities/": "opportunity",
    "orders/": "order",
    "facts/": "fact",
    "departments/": "department",
    "competitors/": "rival",
    "axes/": "category",
    "own-fields/": "own_field",
    "source-systems/": "system",
}
SIGN_IN = "account/"
CODE = "aaaaaaaaaa"
"""Of the one short link there is."""


@dataclass(frozen=True)
class Route:
    """`record` says what its number names, "" where it has none."""

    name: str
    path: str
    record: str
    parameters: tuple[str, ...]

    def url(self, **values) -> str:
        """The URL with its parameters filled; what is not given gets something harmless."""
        harmless = {
            "pk": 1,
            "team_pk": 1,
            "key": "size",
            "host": "customer",
            "direction": "up",
            "kind": "access",
            "person": 1,
            "number": 2,
            "other": 1,
            "code": CODE,
            "target": "address",
            "decision": "skip",
        }
        given = harmless | {"year": 2026, "day": "2026-10-01"} | values
        if self.path.startswith("grids/"):
            given["key"] = "customers"
        if self.path.startswith("people/sheets/"):
            given["kind"] = "people"
        path = CAPTURE.sub(lambda found: str(given.get(found[1], "x")), self.path)
        return "/" + PARAMETER.sub(lambda found: str(given.get(found[1], "x")), path)


def every_route() -> list[Route]:
    return [route_of(name, path) for name, path in walk(get_resolver())]


def own_routes() -> list[Route]:
    """All but django-allauth's, which has tests of its own."""
    return [route for route in every_route() if not route.path.startswith(SIGN_IN)]


def walk(resolver, before="", space=""):
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or ""), path
        else:
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern, path, inside)


def route_of(name: str, path: str) -> Route:
    parameters = tuple(PARAMETER.findall(path))
    beginning = next((start for start in RECORDS if path.startswith(start)), "")
    record = RECORDS[beginning] if "pk" in parameters and beginning else ""
    return Route(name, path, record, parameters)
