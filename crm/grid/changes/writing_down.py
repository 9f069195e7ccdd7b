"""A change set comes into being: its cells are written down before anything else is done."""

from django.db import transaction
from psycopg.types.json import Jsonb

from crm.grid.changes import running
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.choosing import Selection

State = ChangeSet.State


@transaction.atomic
def write_down_many(selection: Selection, column, new, new_text: str) -> ChangeSet:
    """The same plain value for one column of every row chosen, in one INSERT."""
    found = ChangeSet.objects.create(
        grid=selection.key, by=selection.user, kind=ChangeSet.Kind.MANY, state=State.CHECKING
    )
    empty = {"old_text": "", "why": "", "old": None, "doubts": Jsonb([])}
    cell = {"change_set_id": found.pk, "column": column.name, "state": Change.State.PENDING}
    value = {"new": Jsonb(new), "new_text": new_text}
    quoted = {f'"{name}"': of for name, of in (cell | value | empty).items()}
    written, unseen = selection.write_down(Change, "record_id", **quoted)
    found.total = found.rows = written
    found.left_over = unseen
    found.save(update_fields=["total", "rows", "left_over"])
    return found


def draft_many(selection: Selection, column, new, new_text: str) -> ChangeSet:
    """Written down and, where it is not very much, checked."""
    return running.check(write_down_many(selection, column, new, new_text))


@transaction.atomic
def write_down_paste(grid, cells: list[Change], left_over: int) -> ChangeSet:
    """Cells that were checked as they were read."""
    found = ChangeSet.objects.create(
        grid=grid.key,
        by=grid.user,
        kind=ChangeSet.Kind.PASTE,
        state=State.DRAFT,
        total=len(cells),
        rows=len({cell.record_id for cell in cells}),
        left_over=left_over,
    )
    for position, cell in enumerate(cells):
        cell.change_set, cell.position = found, position
    Change.objects.bulk_create(cells, batch_size=1_000)
    return found
