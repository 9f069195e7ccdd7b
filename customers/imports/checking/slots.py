"""Where the values of a target lie in a record, as plain columns of the database.

A record is {"name": "…", "owner_id": 7, "category_ids": [3, None], "own": {…}}; a value is what
JSON can hold. None is no value.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model

from customers.axis_columns import AxisColumn
from customers.imports.mapping import Source, Target
from customers.imports.mapping.beginnings import Author, Began
from customers.models import Contact, Customer
from customers.own_fields.columns import OwnColumn
from customers.source_systems.columns import SourceKeys, SystemNamed

NOTHING: tuple = (None, "", [], {})


@dataclass(frozen=True, eq=False)
class Slot:
    """A target of a source; `column` is the one of the database. What `only_begins` a record says
    nothing of one that is there."""

    source: Source
    column: str
    only_begins: ClassVar[bool] = False

    @property
    def target(self) -> Target:
        return self.source.target

    @property
    def name(self) -> str:
        return self.source.target.name

    @property
    def is_contacts(self) -> bool:
        return self.source.target.model is Contact

    def plain(self, value) -> Any:
        return value.pk if isinstance(value, Model) else value

    def get(self, record: dict) -> Any:
        found = record.get(self.column)
        return None if found in NOTHING else found

    def put(self, record: dict, value):
        record[self.column] = value

    def fill(self, record: dict, value):
        """The same of a record that nobody else holds."""
        self.put(record, value)


@dataclass(frozen=True, eq=False)
class CategorySlot(Slot):
    """At the axis's position, from 1 on."""

    position: int = 0

    def get(self, record):
        ids = record.get(self.column) or ()
        return ids[self.position - 1] if self.position <= len(ids) else None

    def put(self, record, value):
        ids = list(record.get(self.column) or ())
        ids += [None] * (self.position - len(ids))
        ids[self.position - 1] = value
        record[self.column] = ids

    def fill(self, record, value):
        ids = record.setdefault(self.column, [])
        if self.position > len(ids):
            ids += [None] * (self.position - len(ids))
        ids[self.position - 1] = value


@dataclass(frozen=True, eq=False)
class OwnSlot(Slot):
    """At the own field's key."""

    def plain(self, value):
        return None if value is None else self.own.type.stored(value)

    @property
    def own(self):
        return self.source.target.column.own

    def get(self, record):
        return (record.get(self.column) or {}).get(self.own.key)

    def put(self, record, value):
        record[self.column] = {**(record.get(self.column) or {}), self.own.key: value}


@dataclass(frozen=True, eq=False)
class BeginningSlot(Slot):
    only_begins = True


@dataclass(frozen=True, eq=False)
class KeySlot(Slot):
    """Of what is no field of the record: its keys in other systems, the system it comes from."""


def slot_of(source: Source) -> Slot:
    column = source.target.column
    if isinstance(column, AxisColumn):
        return CategorySlot(source, column.path, column.axis.position)
    if isinstance(column, OwnColumn):
        return OwnSlot(source, "own")
    if isinstance(column, SourceKeys | SystemNamed):
        return KeySlot(source, column.name)
    if isinstance(column, Author | Began) and source.target.model is Customer:
        return BeginningSlot(source, column.field.attname)
    return Slot(source, column.field.attname if column.field else column.name)
