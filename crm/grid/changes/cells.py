"""One cell, opened where it stands and saved through the record's own form."""

from django.db import transaction

from crm.grid.changes.editing import Doubt
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.changes.settling import covered_sentence, remember
from crm.refusals import NotAllowed


class Cell:
    """The cell of `column` in the row `pk`; raises Http404 or Refused where it may not be changed."""

    def __init__(self, grid, pk: int, name: str):
        self.grid = grid
        self.record = grid.editing_door(pk)
        self.column = grid.editable_column(name)
        self.field = self.column.form_field
        if self.field in grid.covered(self.record):
            raise NotAllowed(covered_sentence())

    def form(self, data=None):
        auto_id = f"cell-{self.column.name}-{self.record.pk}-%s"
        return self.grid.editing.form_of(self.record, {self.field}, data, auto_id=auto_id)

    @transaction.atomic
    def save(self, form) -> bool:
        """False: nothing was saved, and the form says why. `change_set` is what can be undone,
        None where the value stood there already."""
        self.change_set = None
        if not form.settle(by=self.grid.user):
            return False
        if self.field in form.written:
            self.saved = form.instance
            self.change_set = self._written_down(form)
        return True

    @property
    def doubts(self) -> list[Doubt]:
        """What whoever saved it should know of the new value."""
        doubts = self.grid.editing.doubts(self.grid.user)
        return doubts(self.saved, self.field, self.change.old, self.change.new)

    def _written_down(self, form) -> ChangeSet:
        found = ChangeSet.objects.create(
            grid=self.grid.key,
            by=self.grid.user,
            kind=ChangeSet.Kind.CELL,
            state=ChangeSet.State.DONE,
            total=1,
            rows=1,
        )
        self.change = Change(
            change_set=found,
            position=1,
            record_id=self.record.pk,
            name=str(self.grid.as_shown([form.instance])[0]),
            column=self.column.name,
            state=Change.State.DONE,
        )
        remember(self.change, form, self.field)
        self.change.save()
        return found
