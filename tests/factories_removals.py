"""Deletions of many rows."""

from crm.grid.removing.models import Removal, RemovalRow
from tests.factories import make_user


def make_removal(by=None, **fields) -> Removal:
    """One that is through, with one row deleted."""
    usual = {"grid": "contacts", "state": "done", "total": 1}
    removal = Removal.objects.create(by=by or make_user(), **{**usual, **fields})
    RemovalRow.objects.create(removal=removal, record_id=1, name="x", position=1, state="done")
    return removal
