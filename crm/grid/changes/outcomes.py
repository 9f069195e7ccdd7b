"""What became of a change set, or would: in numbers, cell by cell, before and after undo."""

from collections import Counter, defaultdict

from django.db.models import Case, Count, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.grid.changes.checking import CHUNK, current_values
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.counting import Counted
from crm.grid.doors import grid_for
from crm.grid.registry import grid_named
from crm.working import said_left

State = Change.State
TROUBLE = (State.CONFLICT, State.REFUSED, State.MISSING, State.STUCK, State.KEPT)
ORDER = (*TROUBLE, State.PENDING, State.WAITING, State.DONE, State.BACK, State.SAME)
TONES = {
    State.REFUSED: "seal",
    State.STUCK: "seal",
    State.CONFLICT: "amber",
    State.MISSING: "amber",
    State.KEPT: "amber",
    State.DONE: "jade",
    State.BACK: "jade",
}
UNDO_LOOKED_AT = 2_000
REASONS_SAID = 3


class Outcome:
    """A change set in numbers, as its cells have them."""

    def __init__(self, changes: ChangeSet, counts: Counter | None = None):
        self.set = changes
        self.counts = counts_of([changes.pk])[changes.pk] if counts is None else counts

    @property
    def title(self) -> str:
        """What was changed, where: the list's own name."""
        grid = grid_named(self.set.grid)
        return str(grid.title) if grid else self.set.grid

    @property
    def chips(self) -> list[tuple[str, str, str, Counted]]:
        return chips_of(self.counts)

    @property
    def waiting(self) -> int:
        return self.counts[State.WAITING]

    @property
    def done(self) -> int:
        return self.counts[State.DONE]

    @property
    def is_clean(self) -> bool:
        return not any(self.counts[state] for state in TROUBLE)

    @property
    def left(self) -> int:
        """How many cells the work in hand has still to do."""
        takes = {"checking": State.PENDING, "working": State.WAITING, "undoing": State.DONE}
        return self.counts[takes[self.set.state]] if self.set.is_at_work else 0

    @property
    def settled(self) -> int:
        return self.set.total - self.left

    @property
    def pace(self) -> str:
        return said_left(self.set.time_left(self.settled))

    @property
    def sentence(self) -> str:
        """ "12 changed, 2 refused"."""
        parts = [
            _("%(count)s %(outcome)s") % {"count": number, "outcome": label}
            for _tone, _state, label, number in self.chips
        ]
        return _(", ").join(parts)

    @property
    def reasons(self) -> list[str]:
        """Why some cells were left as they are, each reason once."""
        found = self.set.changes.filter(state__in=TROUBLE).exclude(why="")
        return list(found.order_by("why").values_list("why", flat=True).distinct()[:REASONS_SAID])

    @cached_property
    def doubted(self) -> int:
        """How many cells there is something to know of before they are applied."""
        if not self.set.is_draft:
            return 0
        return self.set.changes.filter(state=State.WAITING).exclude(doubts=[]).count()

    @property
    def left_over_sentence(self) -> str:
        """What was pasted beside the list, if anything."""
        if not self.set.left_over:
            return ""
        return ngettext(
            "%(count)d pasted line lies below the last row here and was left out.",
            "%(count)d pasted lines lie below the last row here and were left out.",
            self.set.left_over,
        ) % {"count": self.set.left_over}


def chips_of(counts: Counter) -> list[tuple[str, str, str, Counted]]:
    """(tone, state, its name, how many) of each state that cells are in."""
    found = [(state, counts[state]) for state in ORDER if counts[state]]
    return [(TONES.get(s, ""), s, State(s).label, Counted(number)) for s, number in found]


def outcomes_of(sets) -> list[Outcome]:
    """Many sets in one query more than their own."""
    counts = counts_of([one.pk for one in sets])
    return [Outcome(one, counts[one.pk]) for one in sets]


def counts_of(set_ids) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    cells = Change.objects.filter(change_set__in=set_ids).order_by()
    for pk, state, number in cells.values_list("change_set", "state").annotate(Count("pk")):
        found[pk][state] = number
    return found


def cells_of(changes: ChangeSet, state: str = "") -> QuerySet:
    """The cells, trouble first; or those in one state."""
    cells = changes.changes.all()
    if state in State.values:
        return cells.filter(state=state).order_by("position")
    places = [When(state=state, then=Value(place)) for place, state in enumerate(ORDER)]
    doubted = Case(When(doubts=[], then=Value(1)), default=Value(0))
    return cells.order_by(Case(*places), doubted, "position")


class Shown:
    """Some cells of a set as one reader may see them: values only of rows that are theirs to
    see, and of those the ones no pool covers."""

    def __init__(self, user, changes: ChangeSet, cells):
        self.grid = grid_for(user, changes.grid)
        self.cells = list(cells)

    def __iter__(self):
        for cell in self.cells:
            cell.heading = self._heading(cell)
            cell.is_open = self._is_open(cell)
            cell.is_told = cell.is_open or cell.state == State.MISSING
            cell.name = self._name(cell)
            cell.tone = TONES.get(cell.state, "")
            yield cell

    def _heading(self, cell) -> str:
        column = self.grid.columns_by_name.get(cell.column)
        return column.heading if column else cell.column

    def _is_open(self, cell) -> bool:
        record = self._records.get(cell.record_id)
        column = self.grid.columns_by_name.get(cell.column)
        if record is None or column is None:
            return False
        return column.form_field not in self.grid.covered(record)

    def _name(self, cell) -> str:
        """What the row was called then; where a pool covers it since, what is left of its name."""
        record = self._records.get(cell.record_id)
        return str(record) if record and self.grid.covered(record) else cell.name

    @cached_property
    def _records(self) -> dict:
        records = self.grid.base().filter(pk__in={cell.record_id for cell in self.cells})
        return {record.pk: record for record in self.grid.as_shown(records)}


def forecast_undo(user, changes: ChangeSet) -> Counter:
    """What undoing would come to, by state, for the first `UNDO_LOOKED_AT` changed cells."""
    grid, found = grid_for(user, changes.grid), Counter()
    cells = list(cells_of(changes, State.DONE)[:UNDO_LOOKED_AT])
    for start in range(0, len(cells), CHUNK):
        for cell, value in current_values(grid, cells[start : start + CHUNK]):
            found[after_undo(cell, value)] += 1
    return found


def after_undo(cell: Change, value) -> str:
    if value is None:
        return State.STUCK
    return State.BACK if value in (cell.new, cell.old) else State.KEPT
