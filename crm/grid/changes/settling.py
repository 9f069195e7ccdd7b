"""The cells of one row go through the record's own door and form, forwards or back.

Rights, form and values are those of the moment. What somebody else changed since is left alone,
and a cell that cannot be changed keeps none of its neighbours from it.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from crm.editing import Dispute
from crm.grid.changes.models import Change
from crm.refusals import Refused

State = Change.State


@dataclass(frozen=True)
class Direction:
    """What a cell becomes, by how its row took it."""

    done: str
    same: str
    conflict: str
    refused: str
    missing: str
    is_back: bool = False

    def seen(self, change: Change):
        return change.new if self.is_back else change.old

    def wanted(self, change: Change):
        return change.old if self.is_back else change.new


FORWARDS = Direction(State.DONE, State.SAME, State.CONFLICT, State.REFUSED, State.MISSING)
BACK = Direction(State.BACK, State.BACK, State.KEPT, State.STUCK, State.STUCK, is_back=True)


def settle_row(grid, changes: list[Change], direction: Direction = FORWARDS):
    """Changes one record as `grid.user`; every change gets its outcome, unsaved."""
    Settling(grid, changes, direction).settle()


class Settling:
    def __init__(self, grid, changes, direction):
        self.grid, self.direction = grid, direction
        self.record_id = changes[0].record_id
        self.left = {field_of(grid, change): change for change in changes}
        if gone := self.left.pop("", None):
            gone.settle(direction.refused, _("This column is not here any more."))

    def settle(self):
        try:
            record = self.grid.editing.door(self.grid.user, self.record_id)
        except Http404:
            why = _("It was moved out of your sight, or deleted, since you chose it.")
            self._all(self.direction.missing, why)
        except (Refused, PermissionDenied) as refusal:
            self._all(self.direction.refused, refusal)
        else:
            self._leave_covered(record)
            while self.left:
                self._try(record)

    def _leave_covered(self, record):
        for name in self.left.keys() & set(self.grid.covered(record)):
            self.left.pop(name).settle(self.direction.refused, covered_sentence())

    def _try(self, record):
        seen = {name: self.direction.seen(change) for name, change in self.left.items()}
        wanted = {name: self.direction.wanted(change) for name, change in self.left.items()}
        form = self.grid.editing.form_with(record, seen, wanted)
        try:
            with transaction.atomic():
                saved = form.settle(by=self.grid.user)
        except Refused as refusal:
            self._all(self.direction.refused, refusal)
        except (DataError, IntegrityError):
            why = _("The database refused this change. Open the record and try it there.")
            self._all(self.direction.refused, why)
        else:
            self._saved(form) if saved else self._leave_faulty(form)

    def _all(self, state, why=""):
        for change in self.left.values():
            change.settle(state, why)
        self.left = {}

    def _saved(self, form):
        for name, change in self.left.items():
            written = form.written.get(name)
            change.settle(self.direction.done if written else self.direction.same)
            if written and not self.direction.is_back:
                remember(change, form, name)
        self.left = {}

    def _leave_faulty(self, form):
        """Takes out what the form would not have, so that the rest can be tried again."""
        faults = form.disputes or {name for name in form.errors if name in self.left}
        if not faults:
            self._all(self.direction.refused, " ".join(form.non_field_errors()))
        for name in list(faults):
            change = self.left.pop(name)
            if dispute := form.disputes.get(name):
                change.settle(self.direction.conflict, said(dispute))
            else:
                change.settle(self.direction.refused, " ".join(form.errors[name]))


def field_of(grid, change: Change) -> str:
    """The form field of the change's column, "" where the list has no such column any more."""
    column = grid.editable_columns.get(change.column)
    return column.form_field if column else ""


def remember(change: Change, form, name):
    """What the save replaced by what, as it was under the row's lock."""
    written = form.written[name]
    change.old, change.new = form.plain(name, written.old), form.plain(name, written.new)
    change.old_text, change.new_text = form.show(name, written.old), form.show(name, written.new)


def said(dispute: Dispute) -> str:
    value = dispute.value or "—"
    if dispute.by:
        return _("%(user)s changed it meanwhile to “%(value)s”.") % {
            "user": dispute.by,
            "value": value,
        }
    return _("It was changed meanwhile to “%(value)s”.") % {"value": value}


def covered_sentence() -> str:
    return _("Your pool's rules cover this value: it can be changed once the customer is yours.")
