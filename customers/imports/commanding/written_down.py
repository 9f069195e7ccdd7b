"""A mapping as a JSON file: what `Mapping.to_json` gives, with headings in place of places.

    {"columns": [{"target": "name", "from": ["Company"]}, {"target": "Address", "from": [3, 4]}],
     "left_out": ["Serial no."], "defaults": {"value": "B"},
     "categories": {"region": {"Zhejiang prov.": "Zhejiang", "somewhere": null}},
     "rests": {"region": null}, "day_orders": {"Founded": "month"}, "system": "ERP"}

A column is its heading or its place (0 = the first), a target its name or what the lists call it
in either language, a category its name, its path or its id, a system its name or its id.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.grid.typed import ORDERS
from crm.naming import fold
from crm.refusals import Refused
from crm.words import listed
from customers.imports.kinds import KINDS
from customers.imports.mapping import Mapping, Target
from customers.imports.mapping.faults import faults
from customers.imports.mapping.parts import PARTS
from customers.models import SheetImport, SourceSystem


def read_mapping(path: Path, found: SheetImport) -> Mapping:
    """For the sheet of an import, of another kind where the file says so. Raises Refused, with the
    name of what is not known."""
    try:
        written = json.loads(path.read_text("utf-8-sig"))
        kind = written.get("kind", found.kind)
        mapping = Spelt(found.header, kind).mapping(written)
    except (OSError, UnicodeDecodeError) as error:
        words = {"file": path, "why": getattr(error, "strerror", None) or error}
        raise Refused(_("“%(file)s” cannot be read: %(why)s.") % words) from error
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            _("“%(file)s” is no mapping: %(why)s.") % {"file": path, "why": error},
            _("See what one looks like with --print-mapping."),
        ) from error
    return sound(mapping, found.header)


def sound(mapping: Mapping, header: list[str]) -> Mapping:
    """The mapping, if it says of every column what becomes of it. Raises Refused."""
    if unchosen := mapping.unchosen(header):
        named = listed(header[n] for n in unchosen)
        raise Refused(
            _("The mapping says nothing of these columns: %(columns)s.") % {"columns": named},
            _("Name each in “columns” or in “left_out”."),
        )
    if wrong := faults(mapping):
        raise Refused(" ".join(wrong))
    return mapping


def written(mapping: Mapping, header: list[str]) -> dict:
    """What a person edits and `read_mapping` reads; headings that stand twice stay places."""
    stored: dict[str, Any] = mapping.to_json()
    del stored["why"]

    def named(column: int) -> str | int:
        return header[column] if header.count(header[column]) == 1 else column

    for entry in stored["columns"]:
        entry["from"] = [named(column) for column in entry["from"]]
    return stored | {
        "left_out": [named(column) for column in stored["left_out"]],
        "day_orders": {str(named(n)): order for n, order in mapping.day_orders.items()},
        "system": mapping.system and SourceSystem.objects.get(pk=mapping.system).name,
    }


def system_named(name: str | int | None) -> int | None:
    """The id of a source system in use that stands by its name or its id."""
    if name is None:
        return None
    systems = SourceSystem.objects.in_use()
    known = {key: system.pk for system in systems for key in (system.pk, system.name)}
    if name not in known:
        raise Refused(
            _("There is no source system “%(name)s”.") % {"name": name},
            _("The systems: %(systems)s") % {"systems": listed(systems)},
        )
    return known[name]


class Spelt:
    """Names as people write them, for one sheet."""

    def __init__(self, header: list[str], kind: str):
        if kind not in KINDS:
            raise Refused(
                _("There is no kind of sheet “%(name)s”.") % {"name": kind},
                _("The kinds: %(kinds)s") % {"kinds": listed(KINDS)},
            )
        self.header, self.kind, self.known = header, kind, KINDS[kind].targets()
        self.places = {fold(heading): n for n, heading in reversed(list(enumerate(header)))}
        called = {name: t.name for t in self.known.values() for name in t.names}
        self.targets = called | {name: name for name in self.known}

    def mapping(self, stored: dict) -> Mapping:
        columns = [self._entry(entry) for entry in stored.get("columns", ())]
        left_out = [self._place(column) for column in stored.get("left_out", ())]
        mapping = Mapping.from_json({"columns": columns, "left_out": left_out, "kind": self.kind})
        defaults = {self._target(name): str(t) for name, t in stored.get("defaults", {}).items()}
        axes = {self._target(name): meant for name, meant in stored.get("categories", {}).items()}
        rests = {self._target(name): meant for name, meant in stored.get("rests", {}).items()}
        orders = stored.get("day_orders", {}).items()
        return replace(
            mapping,
            defaults=defaults,
            categories={name: self._meant(name, meant) for name, meant in axes.items()},
            rests={name: self._meant(name, {"": rest})[""] for name, rest in rests.items()},
            day_orders={self._place(column): ordered(order) for column, order in orders},
            system=system_named(stored.get("system")),
        )

    def _entry(self, entry: dict) -> dict:
        if (part := entry.get("part", "")) and part not in PARTS:
            raise Refused(_("There is no part “%(name)s” of a text.") % {"name": part})
        columns = entry["from"] if isinstance(entry["from"], list) else [entry["from"]]
        places = [self._place(column) for column in columns]
        headings = entry.get("headings", ())
        if headings and len(headings) != len(places):
            raise Refused(_("“headings” needs one text for each column."))
        return entry | {"target": self._target(entry["target"]), "from": places}

    def _place(self, column) -> int:
        numbers = {str(n): n for n in range(len(self.header))}
        place = self.places.get(fold(str(column)), numbers.get(str(column), -1))
        if isinstance(column, int):
            place = column
        if not 0 <= place < len(self.header):
            raise Refused(
                _("The sheet has no column “%(name)s”.") % {"name": column},
                _("Its columns: %(columns)s") % {"columns": listed(self.header)},
            )
        return place

    def _target(self, name: str) -> str:
        found = self.targets.get(name) or self.targets.get(fold(name))
        if found is None:
            raise Refused(
                _("There is no field “%(name)s” to import into.") % {"name": name},
                _("The fields: %(fields)s") % {"fields": listed(self.known)},
            )
        return found

    def _meant(self, name: str, meant: dict) -> dict[str, int | None]:
        target = self.known[name]
        if not target.is_axis:
            raise Refused(_("“%(name)s” has no categories.") % {"name": name})
        return {text: category_of(target, category) for text, category in meant.items()}


def ordered(order: str) -> str:
    if order not in ORDERS:
        raise Refused(_("In 3/5/2024 comes first: “day” or “month”."))
    return order


def category_of(target: Target, category) -> int | None:
    """The id of a category that stands by its name, its path or its id."""
    if category is None or isinstance(category, int):
        return category
    try:
        return target.column.reader()(category)
    except ValidationError as error:
        words = {"axis": target.label, "why": " ".join(error.messages)}
        raise Refused(_("%(axis)s: %(why)s") % words) from error
