"""What the files of a run say beside what the database has: rows, records, and sums of numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from crm.batches import batched
from customers.models import PlanRun, PlanStep, RowCheck, SourceSystem
from customers.plans.figures import AT_ONCE, Figures, Row
from customers.plans.holding import Holding, Meant
from customers.plans.sums import Sum, Sums

MISSING_TOLD = 20
Verdict = RowCheck.Verdict


@dataclass
class Line:
    """Rows of one file: those with a key of one `system`, or those without any.

    `named` are the different keys, or the records, that they mean, `found` those of them that the
    database has, `known` all keys that it knows of the system; `counts` has rows by verdict and
    `missing` the keys, or rows, of what is not there.
    """

    file: str
    kind: str
    system: str
    is_keyed: bool
    rows: int
    counts: dict[str, int]
    named: int
    found: int = 0
    known: int = 0
    missing: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return self.named != self.found or any(each.differs for each in self.sums)

    @property
    def untold(self) -> int:
        """How many more are missing."""
        return self.named - self.found - len(self.missing)

    def to_json(self) -> dict:
        sums = [asdict(each) | {"differs": each.differs} for each in self.sums]
        return asdict(self) | {"sums": sums, "differs": self.differs}


@dataclass
class Group:
    """Rows of one system, or of none. `said` has by what they mean the first row, and by figure
    what the last one says."""

    rows: int = 0
    counts: Counter = field(default_factory=Counter)
    said: dict[Meant, tuple[int, dict]] = field(default_factory=dict)


def reconciled(run: PlanRun) -> list[Line]:
    """In the order of the files."""
    steps = run.steps.select_related("sheet_import", "file")
    return [line for step in steps for line in Reconciliation(step).lines()]


class Reconciliation:
    """Of the import of one file with the records of its kind."""

    def __init__(self, step: PlanStep):
        self.file = step.file
        self.figures = Figures(step.sheet_import, step.file.unsummed)
        self.record, *self.others = self.figures.kind.parts
        self.groups: dict[int, Group] = defaultdict(Group)

    def lines(self) -> Iterator[Line]:
        for row in self.figures.rows():
            for system, key in row.keys or [(0, "")]:
                self._take(self.groups[system], row, key)
        names = dict(SourceSystem.objects.values_list("pk", "name"))
        for system, group in self.groups.items():
            yield self._line(system, group, names.get(system, ""))

    def _take(self, group: Group, row: Row, key: str):
        group.rows += 1
        group.counts[row.verdict] += 1
        said = self.figures.of(self.record.model, row)
        keyed = Meant(self.record.model, key=key)
        self._hear(group, row, keyed if key else meant_by(row, self.record.model), said)
        for part in self.others:
            said = self.figures.of(part.model, row)
            # The check names no contact of a row that brings nothing new.
            if said and (row.ids.get(part.model) or row.verdict != Verdict.SAME):
                self._hear(group, row, meant_by(row, part.model), said)

    @staticmethod
    def _hear(group: Group, row: Row, meant: Meant, said: dict):
        group.said.setdefault(meant, (row.number, {}))[1].update(said)

    def _line(self, system: int, group: Group, name: str) -> Line:
        kind = self.figures.kind
        holding = Holding(kind, self.figures.summed, system)
        named = [meant for meant in group.said if meant.model is self.record.model]
        line = Line(
            str(self.file), str(kind.label), name, bool(system), group.rows, dict(group.counts),
            len(named), known=holding.known,
        )  # fmt: skip
        self._compare(line, group, holding)
        return line

    def _compare(self, line: Line, group: Group, holding: Holding):
        sums = Sums(self.figures.summed)
        for some in batched(group.said.items(), AT_ONCE):
            held = holding.of([meant for meant, _told in some])
            for meant, (row, said) in some:
                sums.add(said, held.get(meant, {}))
                if meant.model is self.record.model:
                    line.found += meant in held
                    line.missing += [] if meant in held else [meant.key or str(row)]
        line.missing = line.missing[:MISSING_TOLD]
        line.sums = sums.all


def meant_by(row: Row, model: type) -> Meant:
    """What the check says that the row means; where it says nothing, the row stands for it."""
    pk = row.ids.get(model)
    return Meant(model, pk=pk) if pk else Meant(model, row=row.number)
