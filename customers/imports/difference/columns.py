"""Columns of the difference: what a row changes, what is wrong with it, whom it may be."""

from django.db.models import Model, TextField
from django.db.models.fields.json import KT
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from crm.grid import Choice, Column, Number, Person, Related, Text
from crm.grid.conditions.operators import Missable
from crm.grid.conditions.texts import text_operators
from crm.people.models import User
from crm.sentences import active_language, as_read
from crm.words import listed
from customers.imports.checking.slots import NOTHING
from customers.imports.kinds import kind_of
from customers.imports.mapping.targets import KEYS
from customers.models import Category, Customer, RowCheck, SourceSystem
from customers.recognising import Agreement
from customers.source_systems.columns import BEHIND

STAYS = '<div class="differs"><b>{}</b> {} <small>{}</small></div>'
CHANGE = '<div class="differs"><b>{}</b> <del>{}</del> → <ins>{}</ins></div>'


class RowNumber(Number):
    """The row in the user's spreadsheet; one import's rows lie in this order in an index."""

    def sort_is_indexed(self, conditions=(None,)):
        return True


class Unsorted(Column):
    """Several things in one cell."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"sortable": False, "filterable": False, **options})


class Worded:
    """Values of targets as people read them: the names of categories and people."""

    def __init__(self, records):
        self.targets = kind_of(records[0].sheet_import).targets() if records else {}
        self.categories = Category.objects.with_ancestors(self._ids(records, self._is_axis))
        self.people = User.objects.in_bulk(self._ids(records, self._is_person))
        self.others = {name: self._named(records, name) for name in self._related(records)}

    def _ids(self, records, wanted) -> set[int]:
        told = (each[:3] for r in records for each in (*r.changes, *r.values.get("kept", ())))
        values = (value for name, *pair in told if wanted(name) for value in pair)
        return {value for value in values if isinstance(value, int)}

    def _is_axis(self, name: str) -> bool:
        return name in self.targets and self.targets[name].is_axis

    def _is_person(self, name: str) -> bool:
        return name in self.targets and isinstance(self.targets[name].column, Person)

    def _related(self, records) -> set[str]:
        """Targets whose values are other records, such as a contact."""
        names = {name for record in records for name, *_pair in record.changes}
        columns = {name: self.targets[name].column for name in names & self.targets.keys()}
        return {name for name, column in columns.items() if isinstance(column, Related)}

    def _named(self, records, name: str) -> dict[int, Model]:
        others = self.targets[name].column.field.related_model.objects
        return others.in_bulk(self._ids(records, lambda other: other == name))

    def label(self, name: str) -> str:
        return self.targets[name].label if name in self.targets else name

    def value(self, name: str, value) -> str:
        if value in NOTHING:
            return "—"
        if isinstance(value, list):
            return listed(map(str, value))
        if self._is_axis(name) and value in self.categories:
            return self.categories[value].path
        if name in self.targets and isinstance(self.targets[name].column, Choice):
            return str(dict(self.targets[name].column.field.flatchoices).get(value, value))
        known = self.people if self._is_person(name) else self.others.get(name, {})
        return str(known.get(value, value))

    def changes(self, record: RowCheck) -> list[tuple[str, str, str]]:
        """(field, old, new) as texts."""
        fields = [
            (self.label(name), self.value(name, old), self.value(name, new))
            for name, old, new in record.changes
        ]
        return fields + [(self.label(KEYS), "—", key) for key in self.new_keys(record)]

    def new_keys(self, record: RowCheck) -> list[str]:
        """The keys that a row gives its customer."""
        source = record.values.get("source", {})
        known = {(system, key) for system, key, _said in source.get("was", ())}
        keys = ((system, key) for system, key, _said in source.get("keys", ()))
        return [f"{self.systems[key[0]]}{BEHIND}{key[1]}" for key in keys if key not in known]

    @cached_property
    def systems(self) -> dict[int, str]:
        return dict(SourceSystem.objects.values_list("pk", "name"))

    def kept(self, record: RowCheck) -> list[tuple[str, str, str]]:
        """(field, what the row says, why it stays as it is) as texts."""
        return [
            (self.label(name), self.value(name, new), why_kept(system, believed))
            for name, new, system, believed in record.values.get("kept", ())
        ]


def why_kept(system: str, believed: str | None) -> str:
    if believed is None:
        return _("kept: edited by hand")
    return _("kept: %(believed)s outranks %(system)s") % {"believed": believed, "system": system}


class Changes(Unsorted):
    """Each cell that differs: old → new."""

    def load(self, records, grid):
        self.worded = Worded(records)

    def display(self, value, record):
        changes = format_html_join("", CHANGE, self.worded.changes(record))
        return changes + format_html_join("", STAYS, self.worded.kept(record))

    def cell(self, record):
        """What stays is told of rows without any change, too."""
        return self.display(record.changes, record) or super().cell(record)

    def export(self, record):
        changes = self.worded.changes(record)
        kept = [f"{field}: {new} ({why})" for field, new, why in self.worded.kept(record)]
        return "\n".join([*(f"{field}: {old} → {new}" for field, old, new in changes), *kept])


class Problems(Unsorted):
    """Why the row is refused."""

    def display(self, value, record):
        sentences = ((said,) for _column, said in record.reasons)
        return format_html_join("", '<div class="differs seal">{}</div>', sentences)

    def export(self, record):
        return "\n".join(said for _column, said in record.reasons)


class WhyKept(Text):
    """Shown, asked about and ordered by as it is read."""

    @property
    def as_spoken(self) -> Missable:
        return Missable(f"{self.path}__{active_language()}")

    def value(self, record):
        return as_read(super().value(record))

    def operators(self, grid):
        return text_operators(self.as_spoken)

    def sort_expression(self):
        return KT(self.as_spoken)

    def sort_field(self):
        return TextField()

    def sort_is_nullable(self):
        return True


class Matches(Unsorted):
    """The customers that it may be, or the row that it repeats, and what agrees."""

    def load(self, records, grid):
        ids = {pk for record in records for pk, row, _agreement in record.matches if row is None}
        self.customers = Customer.objects.in_bulk(ids)

    def matches(self, record) -> list[tuple[str, str, str]]:
        """(address, name, what agrees)"""
        return [
            (*self._named(pk, row), Agreement(agreement).label)
            for pk, row, agreement in record.matches
        ]

    def _named(self, pk: int, row: int | None) -> tuple[str, str]:
        if row is not None:
            return "", _("row %(number)s") % {"number": row}
        found = self.customers.get(pk)
        return (found.get_absolute_url(), found.name) if found else ("", _("no longer there"))

    def display(self, value, record):
        parts = [
            format_html('<a href="{}">{}</a> <small>{}</small>', url, name, agreement)
            if url
            else format_html("{} <small>{}</small>", name, agreement)
            for url, name, agreement in self.matches(record)
        ]
        return format_html_join("", "<div>{}</div>", ((part,) for part in parts))

    def export(self, record):
        found = self.matches(record)
        return "\n".join(f"{name} ({agreement})" for _url, name, agreement in found)
