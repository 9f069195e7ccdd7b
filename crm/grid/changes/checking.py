"""Before anything is changed: what every cell would become, and which are refused and why."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from crm.grid.changes.models import Change
from crm.grid.changes.settling import covered_sentence, field_of

CHUNK = 500
State = Change.State


def check(grid, changes: list[Change]):
    """Gives each change its row's name, its old value and its verdict, all unsaved."""
    if changes:
        Checking(grid, changes).check()


class Checking:
    """A chunk of changes: the rows they name are read once, whatever their number."""

    def __init__(self, grid, changes):
        self.grid, self.changes, self.values = grid, changes, Values(grid.editing)
        ids = {change.record_id for change in changes}
        records = grid.as_shown(grid.base().filter(pk__in=ids))
        self.seen = {record.pk: str(record) for record in records}
        self.rows = grid.editing.rows(grid.user).in_bulk(ids)
        self.doubts = grid.editing.doubts(grid.user)

    def check(self):
        for change in self.changes:
            change.name = self.seen.get(change.record_id, "")
            self._judge(change)

    def _judge(self, change):
        state, why = hindrance(self, change)
        if state:
            change.settle(state, why)
            return
        field = field_of(self.grid, change)
        value = self.values.of(self.rows[change.record_id], field)
        change.old, change.old_text = value.plain, value.text
        judge(change, self.rows[change.record_id], field, self.doubts)


def judge(change, record, field, doubts):
    """The verdict on a cell that may be changed, and what to know before it is."""
    change.settle(State.SAME if change.old == change.new else State.WAITING)
    if change.state == State.WAITING:
        change.doubts = doubts(record, field, change.old, change.new)


def hindrance(chunk, change) -> tuple[str, str]:
    """The state and the reason of a cell that may not be changed; two empty texts otherwise."""
    field, record = field_of(chunk.grid, change), chunk.rows.get(change.record_id)
    if change.record_id not in chunk.seen:
        return State.MISSING, _("It is not there any more, or not yours to see.")
    if not field:
        return State.REFUSED, _("This column is not here any more.")
    if record is None:
        return State.REFUSED, _("You may see it, but not change it.")
    if field in chunk.grid.covered(record):
        return State.REFUSED, covered_sentence()
    return "", ""


class Value(NamedTuple):
    plain: Any
    text: str


class Values:
    """Reads form fields of many rows with one form a field; every text is made once."""

    def __init__(self, editing):
        self.editing, self.forms, self.texts = editing, {}, {}

    def of(self, record, field: str) -> Value:
        form = self.forms.get(field)
        if form is None:
            form = self.forms[field] = self.editing.form_of(record, {field})
        raw = form.read(record, field)
        plain = form.plain(field, raw)
        key = field, str(plain)
        if key not in self.texts:
            self.texts[key] = form.show(field, raw)
        return Value(plain, self.texts[key])


def current_values(grid, changes):
    """Yields each change with the plain value that stands in its cell now; None where it is not
    `grid.user`'s to change any more."""
    rows = grid.editing.rows(grid.user).in_bulk({change.record_id for change in changes})
    values = Values(grid.editing)
    for change in changes:
        record, field = rows.get(change.record_id), field_of(grid, change)
        is_open = record is not None and field and field not in grid.covered(record)
        yield change, values.of(record, field).plain if is_open else None
