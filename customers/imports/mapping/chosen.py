"""What was chosen for every column of a sheet, as it is kept with the import."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from crm.sheets.own_columns import is_reason_column
from customers.imports.kinds import CUSTOMERS, KINDS
from customers.imports.mapping.sources import REFUSED, Source
from customers.imports.mapping.targets import Target

BETWEEN = " "


@dataclass(frozen=True)
class Entry:
    """A target and the columns of the sheet it comes from (0 = the first), in this order.

    Several are joined by `join`, blank ones left out; `headings`, where given, has for each
    column what stands before its value ("" for nothing). `part` names what of the text is meant.
    """

    target: str
    columns: tuple[int, ...]
    join: str = BETWEEN
    headings: tuple[str, ...] = ()
    part: str = ""

    @classmethod
    def from_json(cls, stored: dict) -> "Entry":
        """{"target": "address", "from": [4, 5], "join": " ", "headings": […], "part": "name"}"""
        return cls(
            stored["target"],
            tuple(stored["from"]),
            stored.get("join", BETWEEN),
            tuple(stored.get("headings", ())),
            stored.get("part", ""),
        )

    def to_json(self) -> dict:
        told = {"join": self.join if len(self.columns) > 1 else "", "part": self.part}
        told["headings"] = list(self.headings)
        stored = {"target": self.target, "from": list(self.columns)}
        return stored | {key: value for key, value in told.items() if value}


@dataclass(frozen=True)
class Mapping:
    """`entries` name each target once; `defaults` has texts by target, for rows that have none.

    `categories` has by the name of an axis what its unknown texts mean: the id of a category, or
    None for none, and `rests` what all further ones do; `day_orders` by column whether the day or
    the month comes first in 3/5/2024. Columns that are neither in an entry nor in `left_out` have
    no choice yet. `why` says of a column what its choice was guessed by: "heading", "content",
    "last" time, or "unknown" for what is only proposed. `kind` is what the rows are, `system` the
    id of the source system that they come from.
    """

    entries: tuple[Entry, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)
    categories: dict[str, dict[str, int | None]] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    why: dict[int, str] = field(default_factory=dict)
    kind: str = CUSTOMERS
    day_orders: dict[int, str] = field(default_factory=dict)
    system: int | None = None
    rests: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet_import) -> "Mapping":
        return replace(cls.from_json(sheet_import.mapping), kind=sheet_import.kind)

    @cached_property
    def known(self) -> dict[str, Target]:
        """Where columns can go now, by name."""
        return KINDS[self.kind].targets()

    @classmethod
    def from_json(cls, stored: dict) -> "Mapping":
        return cls(
            tuple(Entry.from_json(entry) for entry in stored.get("columns", ())),
            stored.get("defaults", {}),
            stored.get("categories", {}),
            tuple(stored.get("left_out", ())),
            {int(column): why for column, why in stored.get("why", {}).items()},
            stored.get("kind", CUSTOMERS),
            {int(column): order for column, order in stored.get("day_orders", {}).items()},
            stored.get("system"),
            stored.get("rests", {}),
        )

    def to_json(self) -> dict:
        return {
            "columns": [entry.to_json() for entry in self.entries],
            "defaults": self.defaults,
            "categories": self.categories,
            "left_out": list(self.left_out),
            "why": {str(column): why for column, why in self.why.items()},
            "kind": self.kind,
            "day_orders": {str(column): order for column, order in self.day_orders.items()},
            "system": self.system,
            "rests": self.rests,
        }

    @classmethod
    def plain(cls, chosen: dict[int, str], header: list[str]) -> "Mapping":
        """One target for each column that has one; every other column is left out."""
        entries = tuple(Entry(target, (column,)) for column, target in sorted(chosen.items()))
        return cls(entries).leaving_out_the_rest(header)

    def leaving_out_the_rest(self, header: list[str]) -> "Mapping":
        return replace(self, left_out=(*self.left_out, *self.unchosen(header)))

    def moved(self, places: dict[int, int]) -> "Mapping":
        """The same for a sheet whose column n stands at `places[n]`."""
        entries = (replace(e, columns=tuple(places[n] for n in e.columns)) for e in self.entries)
        return replace(
            self,
            entries=tuple(entries),
            left_out=tuple(places[n] for n in self.left_out if n in places),
            why={places[n]: why for n, why in self.why.items() if n in places},
            day_orders={places[n]: way for n, way in self.day_orders.items() if n in places},
        )

    @property
    def used(self) -> set[int]:
        """The columns that go somewhere."""
        return {column for entry in self.entries for column in entry.columns}

    @property
    def chosen(self) -> list[str]:
        """The names of the targets that get something."""
        named = [entry.target for entry in self.entries]
        return named + [target for target in self.defaults if target not in named]

    def target_of(self, column: int) -> str:
        """Where a column goes, "" for nowhere; the first place if there are several."""
        found = (entry.target for entry in self.entries if column in entry.columns)
        return next(found, "")

    def unchosen(self, header: list[str]) -> list[int]:
        """The user's columns for which nothing was chosen; our own of reasons is none of them."""
        decided = self.used | set(self.left_out)
        return [n for n in users_columns(header) if n not in decided]

    @cached_property
    def sources(self) -> list[Source]:
        """One for every target; what was archived since is left out. Asks the database once."""
        entries = {entry.target: entry for entry in self.entries}
        return [
            Source(
                self.known[name],
                entries.get(name, Entry(name, ())),
                self.defaults.get(name, ""),
                self.categories.get(name, {}),
                self._day_order(entries.get(name)),
                self.rests.get(name, REFUSED),
            )
            for name in self.chosen
            if name in self.known
        ]

    def _day_order(self, entry: Entry | None) -> str:
        return self.day_orders.get(entry.columns[0], "") if entry and entry.columns else ""


def users_columns(header: list[str]) -> Iterable[int]:
    return (n for n, heading in enumerate(header) if not is_reason_column(heading))
