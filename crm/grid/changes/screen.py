"""The list as it stands on the screen that a request comes from."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from crm.grid.doors import grid_for


def grid_on_screen(request, key: str):
    """The list `key` with the columns on the screen, if that shows it. Raises Http404."""
    grid = grid_for(request.user, key)
    url = urlsplit(request.htmx.current_url_abs_path or "") if request.htmx else urlsplit("")
    if url.path == reverse(grid.url_name):
        return grid_for(request.user, key, QueryDict(url.query))
    return grid
