"""Rows of measurements, printed as a table or as JSON."""

import argparse
import json
import sys
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


def tell(measures: list[Measure], as_json: bool):
    """Prints them; exits with 1 if anything is short of its aim."""
    if as_json:
        rows = [asdict(one) | {"ratio": one.ratio, "met": one.met} for one in measures]
        print(json.dumps(rows, indent=2))
    else:
        print(f"{'':44}{'ours':>12}{'limit':>12} {'unit':8}{'ratio':>7}{'aim':>6}")
        for one in measures:
            verdict = "met" if one.met else "SHORT"
            print(
                f"{one.what:44}{one.value:>12,.1f}{one.limit:>12,.1f} {one.unit:8}"
                f"{one.ratio:>7.2f}{one.aim:>6.1f} {verdict:6}{one.note}"
            )
    sys.exit(0 if all(one.met for one in measures) else 1)
