"""Saved views and links for tests."""

from itertools import count

from crm.grid.saved.models import SavedView, ShortLink
from tests.factories import make_user

_numbers = count(1)


def make_view(owner=None, query="", name=None, *, grid="customers", columns=(), **fields):
    """A view as it stands after saving; private, unless a team or everybody is named."""
    owner = owner or make_user()
    fields.setdefault("layout", {"columns": list(columns)} if columns else {})
    return SavedView.objects.create(
        grid=grid,
        owner=owner,
        changed_by=owner,
        name=name or f"View {next(_numbers)}",
        query=query,
        **fields,
    )


def make_short_link(code="aaaaaaaaaa", query="q=a", *, grid="customers", by=None):
    return ShortLink.objects.create(code=code, grid=grid, query=query, made_by=by or make_user())
