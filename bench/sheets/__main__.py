import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import ground
from bench.grid.filling import fill
from bench.grid.measuring import ask, at_places
from bench.report import Measure, tell
from bench.sheets import __doc__ as text
from bench.sheets import workbook
from crm.models import User

PAGES = 40
STOCK_ROWS = 1_000  # its pace does not depend on their number


def main() -> bool:
    asked = arguments()
    with ground.fresh_copy("grid", asked.customers, fill), TemporaryDirectory() as folder:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        return tell(measures(Path(folder), asked.rows), asked.json)


def arguments():
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measures(folder: Path, rows: int) -> Iterator[Measure]:
    sheet = partial(made, folder)
    small = sheet(range(rows, rows + rows // 5), "first")
    new, changed, again = (sheet(range(rows), remarks) for remarks in ("first", "then", "again"))
    others = sheet(range(2 * rows, 2 * rows + STOCK_ROWS), "first")
    flat = step("ours", small)
    quiet = pages()
    limit, fresh, stock = step("limit", new), step("ours", new), step("stock", others)
    yield rate("new rows, beside reader and COPY", fresh, pace(limit), 2.5)
    yield rate("new rows, beside the aim", fresh, 10_000, 1)
    yield rate("new rows, beside ten times import-export", fresh, 10 * pace(stock), 1)
    yield Measure("peak memory", fresh["megabytes"], 400, "MB", 1)
    yield Measure(
        "peak memory, beside a fifth of the rows", fresh["megabytes"], flat["megabytes"], "MB", 1.2
    )
    yield rate("changed rows, beside the aim", step("ours", changed, "overwrite"), 6_000, 1)
    began = begin("ours", again, "overwrite")
    busy = pages(began)
    told(began)
    yield Measure("a rep's list meanwhile, p95", busy, quiet, "ms", 2)
    export, writer = (step(name, rows) for name in ("export", "writer"))
    yield Measure("export, beside the writer alone", export["seconds"], writer["seconds"], "s", 2)


def made(folder: Path, numbers: range, remarks: str) -> Path:
    path = folder / f"{numbers.start}-{remarks}.xlsx"
    workbook.make(path, numbers, remarks)
    return path


def rate(what: str, took: dict, limit: float, aim: float) -> Measure:
    return Measure(what, pace(took), limit, "rows/s", aim, more_is_better=True)


def pace(took: dict) -> float:
    return took["rows"] / took["seconds"]


def step(name: str, *rest) -> dict:
    return told(begin(name, *rest))


def begin(name: str, *rest) -> subprocess.Popen:
    database = connection.settings_dict["NAME"]
    words = [sys.executable, "-m", "bench.sheets.steps", name, database, *map(str, rest)]
    # As docs/running.md starts the worker.
    return subprocess.Popen(["nice", "-n", "10", *words], stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen) -> dict:
    answer, _errors = process.communicate()
    return json.loads(answer)


def pages(beside: subprocess.Popen | None = None) -> float:
    """The p95, in ms, of a rep's list; `beside` a process until that ends."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="owner12"))
    url, took = "/customers/", []
    while len(took) < PAGES or (beside and beside.poll() is None):
        took.append(1000 * ground.seconds(lambda: ask(client, url))[0])
    return at_places(took[2:])[1]


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
