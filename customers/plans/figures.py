"""The numbers in the rows of a sheet that can be added up, and where records have them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from crm.grid import Number
from customers.imports.checking.reading import ColumnReader
from customers.imports.checking.said import Key
from customers.imports.kinds import Amount, kind_of
from customers.imports.mapping import Mapping, Target
from customers.imports.mapping.targets import KEYS, SOURCE_SYSTEM
from customers.models import PlanFile, SheetImport
from customers.plans.preparing import last_step

AT_ONCE = 2_000


@dataclass(frozen=True)
class Figure:
    """What is added up: a record of `model` has it at `path` and its currency at `currency_path`,
    "" where `currency` is the only one, or there is none. `told_by` is the target of the
    currency."""

    name: str
    label: str
    model: type
    path: str
    currency_path: str = ""
    currency: str = ""

    def __str__(self):
        return self.label

    @classmethod
    def of_target(cls, target: Target) -> "Figure":
        column, path = target.column, target.column.currency_path
        only = default_of(target.model, path) if path else own_currency(column)
        return cls(target.name, target.label, target.model, column.path, path, only)

    @classmethod
    def of_amount(cls, amount: Amount) -> "Figure":
        usual, path = default_of(amount.model, amount.currency_path), amount.currency_path
        label = capfirst(str(amount.label))
        return cls(amount.name, label, amount.model, amount.path, path, usual)

    @property
    def told_by(self) -> str:
        return self.currency_path.rpartition("__")[2]


def own_currency(column) -> str:
    """Of an own field, which has one for all its amounts."""
    return getattr(getattr(column, "own", None), "currency", "")


def default_of(model, path: str) -> str:
    """What stands at the path where nobody said anything."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field.get_default()


@dataclass(slots=True)
class Row:
    """`ids` has by model what the row made or means; `said` by figure a number and the currency
    that stands with it, if one does."""

    number: int
    verdict: str
    ids: dict[type, int | None]
    keys: list[Key]
    said: dict[str, tuple[Decimal, str]]


class Figures:
    """Of one import: `known` are all that its columns bring, `summed` those not left out."""

    def __init__(self, found: SheetImport, left_out: Collection[str] = ()):
        self.found, self.kind = found, kind_of(found)
        self.sources = {source.target.name: source for source in Mapping.of(found).sources}
        self.known = list(self._known())
        self.summed = [figure for figure in self.known if figure.name not in left_out]

    def _known(self) -> Iterator[Figure]:
        targets = [source.target for source in self.sources.values()]
        counted = [t for t in targets if isinstance(t.column, Number) and t.column.is_totalled]
        yield from map(Figure.of_target, counted)
        amounts = (amount for amount in self.kind.amounts if amount.needs <= self.sources.keys())
        yield from map(Figure.of_amount, amounts)

    def of(self, model: type, row: Row) -> dict:
        """What the row says of records of `model`."""
        return {
            f.name: row.said[f.name] for f in self.summed if f.model is model and f.name in row.said
        }

    def rows(self) -> Iterator[Row]:
        """All of the sheet, in order."""
        reading = Reading(self)
        last, chunk = 0, reading.chunk(0)
        while chunk:
            yield from chunk
            last = chunk[-1].number
            chunk = reading.chunk(last)


def figures_of(file: PlanFile) -> list[Figure]:
    """What can be added up of it, as it was matched last."""
    step = last_step(file)
    return Figures(step.sheet_import).known if step else []


class Reading:
    """Of the columns that matter, out of the rows as they are staged."""

    def __init__(self, figures: Figures):
        self.found, self.kind, self.summed = figures.found, figures.kind, figures.summed
        read = {KEYS, SOURCE_SYSTEM, *(figure.told_by for figure in self.summed)}
        sources = figures.sources.items()
        self.numbers = [name for name, s in sources if isinstance(s.target.column, Number)]
        wanted = {*read, *(self.numbers if self.summed else ())}
        self.readers = {name: ColumnReader(s) for name, s in sources if name in wanted}
        self.columns = sorted({c for reader in self.readers.values() for c in reader.columns})

    def chunk(self, after: int) -> list[Row]:
        rows = self.found.rows.filter(number__gt=after).order_by("number")
        asked = ("number", *(f"cells__{column}" for column in self.columns))
        found = rows.values_list(*asked)[:AT_ONCE]
        staged = [(n, dict(zip(self.columns, cells, strict=True))) for n, *cells in found]
        checks = self._checks(after, staged[-1][0]) if staged else {}
        return [self._row(n, cells, *checks.get(n, ("", {}))) for n, cells in staged]

    def _checks(self, after: int, last: int) -> dict[int, tuple]:
        """By number, the verdict and what the row made or means."""
        models = [part.model for part in self.kind.parts]
        places = [part.check for part in self.kind.parts]
        rows = self.found.checks.filter(number__gt=after, number__lte=last)
        found = rows.values_list("number", "verdict", *places)
        return {n: (verdict, dict(zip(models, ids, strict=True))) for n, verdict, *ids in found}

    def _row(self, number: int, cells: dict, verdict: str, ids: dict) -> Row:
        values = {name: self._value(reader, cells) for name, reader in self.readers.items()}
        said = {f.name: told for f in self.summed if (told := self._told(f, values))}
        return Row(number, verdict, ids, self._keys(values), said)

    @staticmethod
    def _value(reader: ColumnReader, cells: dict):
        value, _wrong = reader.of(reader.source.text(cells))
        return value

    def _keys(self, values: dict) -> list[Key]:
        system = values.get(SOURCE_SYSTEM) or self.found.system_id
        named = [(own or system, key) for own, key in values.get(KEYS) or ()]
        return [(one, key) for one, key in named if one]

    def _told(self, figure: Figure, values: dict) -> tuple[Decimal, str] | None:
        numbers = {n: Decimal(str(v)) for n in self.numbers if (v := values.get(n)) is not None}
        amounts = {amount.name: amount for amount in self.kind.amounts}
        if figure.name in numbers:
            found = numbers[figure.name]
        elif (amount := amounts.get(figure.name)) and amount.needs <= numbers.keys():
            found = amount.work_out(numbers)
        else:
            return None
        return found, values.get(figure.told_by) or ""
