"""Of every kind: what somebody types, what is stored for it, and how a list shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Sample:
    kind: str
    typed: str
    stored: Any
    value: Any
    shown: str
    hit: str
    miss: str

    def __str__(self):
        return self.kind


SAMPLES = [
    Sample("text", " Line 3 ", "Line 3", "Line 3", "Line 3", "line", "Tower"),
    Sample("number", "1,200.50", "1200.5", Decimal("1200.5"), "1,200.5", "1200", "1201"),
    Sample("money", "¥120,000", "120000", Decimal("120000"), "120,000", "120000", "120001"),
    Sample(
        "date", "2024/3/1", "2024-03-01", date(2024, 3, 1), "2024-03-01",
        "2024-03-01", "2024-03-02",
    ),
    Sample("flag", "否", False, False, "no", "0", "1"),
    Sample(
        "link", "wiki.example/plan", "https://wiki.example/plan", "https://wiki.example/plan",
        "wiki.example/plan", "WIKI", "other",
    ),
]  # fmt: skip
