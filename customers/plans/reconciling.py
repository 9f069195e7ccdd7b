"""What the files of a run say beside what the database has: rows, keys, and sums of numbers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError

from crm.grid import Number
from crm.sheets.cells import BadCell
from customers.imports.checking.said import Key
from customers.imports.kinds import kind_of
from customers.imports.mapping import Mapping, Source, Target
from customers.imports.mapping.targets import KEYS, SOURCE_SYSTEM
from customers.models import ImportRow, PlanRun, SheetImport, SourceSystem
from customers.models.external_key import ExternalKey

AT_ONCE = 2_000
MISSING_TOLD = 20


@dataclass
class Sum:
    """Of one column, over the keys that the file names; `currency` "" where there is none."""

    label: str
    currency: str
    in_file: Decimal = Decimal(0)
    in_database: Decimal = Decimal(0)

    @property
    def differs(self) -> bool:
        return self.in_file != self.in_database


@dataclass
class Line:
    """One file and one system. `keys` are the different ones that the file names, `found` those
    of them that the database knows, `known` all that it knows of the system."""

    file: str
    kind: str
    system: str
    rows: int = 0
    keys: int = 0
    found: int = 0
    known: int = 0
    missing: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return self.keys != self.found or any(each.differs for each in self.sums)

    def to_json(self) -> dict:
        sums = [asdict(each) | {"differs": each.differs} for each in self.sums]
        return asdict(self) | {"sums": sums, "differs": self.differs}


def reconciled(run: PlanRun) -> list[Line]:
    """In the order of the files; those without keys have nothing to be compared by."""
    steps = run.steps.select_related("sheet_import", "file")
    return [
        line for step in steps for line in Reconciliation(step.sheet_import, str(step.file)).lines()
    ]


class Reconciliation:
    """Of one import with the records of its kind."""

    def __init__(self, found: SheetImport, name: str):
        self.found, self.name, self.kind = found, name, kind_of(found)
        self.sources = {s.target.name: s for s in Mapping.of(found).sources}
        self.readers = {name: s.reader() for name, s in self.sources.items() if is_read(s)}
        self.numbers: list[Source] = []

    @property
    def model(self) -> type[ExternalKey]:
        return self.sources[KEYS].target.column.keys

    def lines(self) -> Iterator[Line]:
        if KEYS not in self.sources:
            return
        # Of the record itself: its lines and people have keys of their own, or none.
        record = self.model._meta.get_field(self.model.HOLDER).related_model
        self.numbers = [s for s in self.sources.values() if is_number_of(record, s.target)]
        names = dict(SourceSystem.objects.values_list("pk", "name"))
        for system, (rows, said) in self._said().items():
            line = Line(self.name, str(self.kind.label), names.get(system, ""), rows, len(said))
            line.known = self.model.objects.filter(system=system).count()
            self._compare(line, system, said)
            yield line

    def _said(self) -> dict[int, tuple[int, dict[str, dict]]]:
        """By system: its rows, and by key the numbers that its last row says."""
        rows: dict[int, int] = defaultdict(int)
        said: dict[int, dict[str, dict]] = defaultdict(dict)
        for row in self.found.rows.order_by("number").iterator(chunk_size=AT_ONCE):
            for system, key in self._keys(row):
                rows[system] += 1
                said[system][key] = said[system].get(key, {}) | self._numbers(row)
        return {system: (rows[system], said[system]) for system in rows}

    def _keys(self, row: ImportRow) -> list[Key]:
        system = self._read(self.sources.get(SOURCE_SYSTEM), row) or self.found.system_id
        keys = self._read(self.sources[KEYS], row) or ()
        named = [(own or system, key) for own, key in keys]
        return [(one, key) for one, key in named if one]

    def _numbers(self, row: ImportRow) -> dict[str, Decimal]:
        found = {source.target.name: self._read(source, row) for source in self.numbers}
        return {name: Decimal(str(value)) for name, value in found.items() if value is not None}

    def _read(self, source: Source | None, row: ImportRow):
        text = source.text(row.cells) if source else ""
        if source is None or not text or isinstance(text, BadCell):
            return None
        try:
            return self.readers[source.target.name](text)
        except ValidationError:
            return None

    # --- beside the database --------------------------------------------------------------------

    def _compare(self, line: Line, system: int, said: dict[str, dict]):
        sums: dict[tuple[str, str], Sum] = {}
        keys = sorted(said)
        for start in range(0, len(keys), AT_ONCE):
            asked = keys[start : start + AT_ONCE]
            stored = self._stored(system, asked)
            line.found += len(stored)
            line.missing += [key for key in asked if key not in stored][:MISSING_TOLD]
            for key in asked:
                self._add(sums, said[key], stored.get(key, {}))
        del line.missing[MISSING_TOLD:]
        line.sums = [sums[place] for place in sorted(sums)]

    def _add(self, sums, said: dict[str, Decimal], stored: dict):
        for source in self.numbers:
            name, label = source.target.name, source.target.label
            place = label, stored.get(currency_of(name), "")
            each = sums.setdefault(place, Sum(*place))
            each.in_file += said.get(name, Decimal(0))
            each.in_database += Decimal(str(stored.get(name) or 0)) if name in said else 0

    def _stored(self, system: int, keys: list[str]) -> dict[str, dict]:
        """By key, of living records: {target: number, its currency}."""
        holder, paths = self.model.HOLDER, self._paths()
        rows = self.model.objects.filter(
            system=system, key__in=keys, **{f"{holder}__deleted_at__isnull": True}
        )
        columns = [f"{holder}__{path}" for path in paths.values()]
        found = rows.values_list("key", *columns)
        return {key: dict(zip(paths, values, strict=True)) for key, *values in found}

    def _paths(self) -> dict[str, str]:
        """Where the record of a key has its numbers and their currencies."""
        columns = {source.target.name: source.target.column for source in self.numbers}
        paths = {name: column.path for name, column in columns.items()}
        return paths | {
            currency_of(name): column.currency_path
            for name, column in columns.items()
            if column.currency_path
        }


def is_read(source: Source) -> bool:
    return source.target.name in (KEYS, SOURCE_SYSTEM) or isinstance(source.target.column, Number)


def is_number_of(record, target: Target) -> bool:
    return target.model is record and isinstance(target.column, Number)


def currency_of(name: str) -> str:
    return f"{name} in"
