"""The door to a list by its key: every page and verb that works on any list comes through here."""

from django.http import Http404, QueryDict

from crm.grid.registry import grid_named


def grid_for(user, key: str, query: str | QueryDict = ""):
    """The list `key` as `user` sees it in the state that `query` names. Raises Http404."""
    grid_class = grid_named(key)
    if grid_class is None:
        raise Http404
    return grid_class(user, query if isinstance(query, QueryDict) else QueryDict(query))
