"""Rows of measurements, printed as a table or as JSON."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass
class Measure:
    """One case: what it took, the limit measured beside it, and how far from it we may be.

    `value` and `limit` are in `unit`; `ratio` says how many times worse than the limit it is.
    """

    what: str
    value: float
    limit: float
    unit: str
    aim: float
    note: str = ""
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        better, worse = (
            (self.value, self.limit) if self.more_is_better else (self.limit, self.value)
        )
        return worse / better if better else float("inf")

    @property
    def met(self) -> bool:
        return self.ratio <= self.aim


def arguments(text: str):
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def tell(measures: Iterable[Measure], as_json: bool) -> bool:
    """Prints each as it comes; says whether all met their aims."""
    found = []
    if not as_json:
        print(f"{'':44}{'ours':>12}{'limit':>12} {'unit':8}{'ratio':>7}{'aim':>6}", flush=True)
    for one in measures:
        found.append(one)
        if not as_json:
            print(line(one), flush=True)
    if as_json:
        rows = [asdict(one) | {"ratio": one.ratio, "met": one.met} for one in found]
        print(json.dumps(rows, indent=2))
    return all(one.met for one in found)


def line(one: Measure) -> str:
    verdict = "met" if one.met else "SHORT"
    return (
        f"{one.what:44}{one.value:>12,.1f}{one.limit:>12,.1f} {one.unit:8}"
        f"{one.ratio:>7.2f}{one.aim:>6.1f} {verdict:6}{one.note}"
    )
