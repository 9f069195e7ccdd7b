"""Pinned views as the navigation draws them."""

from crm.grid.registry import grid_named
from crm.grid.saved.placing import pins_of
from crm.shell.navigation import Pin


def pins_in_the_rail(request) -> dict[str, list[Pin]]:
    """The user's pinned views, by the URL name of the place they stand below."""
    return {
        grid_class.url_name: [pin_of(view, request) for view in views]
        for key, views in pins_of(request.user).items()
        if (grid_class := grid_named(key))
    }


def pin_of(view, request) -> Pin:
    url = view.get_absolute_url()
    here = f"{request.path}?view={request.GET.get('view')}"
    return Pin(view.name, url, is_current=url == here)
