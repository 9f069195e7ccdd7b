"""Times the whole request, in this process and warm, beside the hand-written SQL."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.grid.cases import Case, cases_of
from bench.ground import seconds
from crm.models import User

RUNS, WARMING = 20, 2
PEOPLE = ("rep", "manager", "director")
NAMES = {"rep": "owner12"}
HEAD = f"{'':36}{'p50':>8}{'p95':>8}{'aim':>6}{'SQL':>9}{'ratio':>7}{'aim':>5}{'queries':>9}"


@dataclass(frozen=True)
class Timing:
    """Milliseconds of our page and of the SQL by hand; `queries` are those of our page."""

    what: str
    p50: float
    p95: float
    aim: float
    by_hand: float
    most_ratio: float | None
    queries: int

    @property
    def ratio(self) -> float:
        return self.p50 / self.by_hand

    @property
    def met(self) -> bool:
        return self.p95 <= self.aim and (self.most_ratio is None or self.ratio <= self.most_ratio)

    def __str__(self):
        most = f"{self.most_ratio:>5.0f}" if self.most_ratio else f"{'':5}"
        return (
            f"{self.what:36}{self.p50:>8.1f}{self.p95:>8.1f}{self.aim:>6.0f}{self.by_hand:>9.1f}"
            f"{self.ratio:>7.1f}{most}{self.queries:>9} {'met' if self.met else 'SHORT'}"
        )


def timings() -> Iterator[Timing]:
    call_command("collectstatic", interactive=False, verbosity=0)
    for who in PEOPLE:
        user = User.objects.get(username=NAMES.get(who, who))
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        for case in cases_of(user):
            yield timed(who, client, case)


def timed(who: str, client: Client, case: Case) -> Timing:
    url = f"{reverse('customers:list')}?{case.query}"
    ours = times(lambda: ask(client, url))
    with CaptureQueriesContext(connection) as queries:
        ask(client, url)
    return Timing(
        f"{who}, {case.what}",
        *at_places(ours),
        case.aim,
        at_places(times(case.by_hand))[0],
        case.most_ratio,
        len(queries),
    )


def ask(client, url):
    response = client.get(url)
    if response.status_code != 200 or b'class="note amber"' in response.content:
        raise ValueError(f"{url}: {response.status_code}, or not understood")


def times(call) -> list[float]:
    return [1000 * seconds(call)[0] for _run in range(RUNS + WARMING)][WARMING:]


def at_places(measured: list[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay below."""
    in_order = sorted(measured)
    return in_order[len(in_order) // 2], in_order[len(in_order) * 95 // 100]


def tell(found: Iterator[Timing], as_json: bool) -> bool:
    """Prints each as it comes; says whether all met their aims."""
    rows = []
    if not as_json:
        print(HEAD, flush=True)
    for one in found:
        rows.append(one)
        if not as_json:
            print(one, flush=True)
    if as_json:
        print(json.dumps([asdict(row) | {"ratio": row.ratio, "met": row.met} for row in rows]))
    return all(row.met for row in rows)
