"""Changing one's columns; what changed is remembered and said in the URL."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.grid.doors import grid_for
from crm.grid.layouts.models import NARROWEST, WIDEST, GridLayout
from crm.refusals import NotUnderstood, Refused

MOST_PINNED = 5
STEPS = {"left": -1, "right": 1}


@require_POST
def layout(request, key):
    """One change of the list in the state `query`, named by `do`:

    show (`cols` in order, `pinned`), usual, hide · left · right · pin (a `column`), and
    width (a `column` and its `width` in pixels, none for as wide as its content).
    """
    grid = grid_for(request.user, key, request.POST.get("query", "").removeprefix("?"))
    change = CHANGES.get(request.POST.get("do", ""))
    if change is None:
        raise Refused(_("There is no such change of columns."), _("Reload the page and try again."))
    names = change(grid, request.POST)
    if names is None:
        return HttpResponse(status=204)
    return redirect(reverse(grid.url_name) + grid.url(cols=",".join(names)))


def show(grid, data) -> list[str]:
    known = grid.columns_by_name
    names = [name for name in data.getlist("cols") if name in known] or grid.shown_names
    pinned = [name for name in data.getlist("pinned") if name in names]
    return stood(grid, names, pinned)


def usual(grid, data) -> list[str]:
    remember(grid, GridLayout.reset)
    return []


def hide(grid, data) -> list[str]:
    names = grid.shown_names
    return shown(grid, [name for name in names if name != data.get("column")] or names)


def move(grid, data) -> list[str]:
    names, name = grid.shown_names, data.get("column")
    if name in names:
        place = max(names.index(name) + STEPS[data["do"]], 0)
        names.remove(name)
        names.insert(place, name)
    return shown(grid, names)


def pin(grid, data) -> list[str]:
    """Pins it, or lets it go where it is pinned."""
    name, names = data.get("column"), grid.shown_names
    pinned = [column.name for column in grid.shown_columns if column.pin]
    if name in pinned:
        pinned.remove(name)
    elif name in names:
        pinned.append(name)
    return stood(grid, names, pinned)


def resize(grid, data):
    name, width = data.get("column", ""), data.get("width", "")
    if name not in grid.columns_by_name:
        raise NotUnderstood(
            _("“%(column)s” is no column of this list.") % {"column": name[:60]},
            _("Reload the page and try again."),
        )
    if width and not is_length(width):
        raise NotUnderstood(
            _("“%(width)s” is no width of a column.") % {"width": width[:60]},
            _("Give whole pixels from %(least)d to %(most)d, or none for as wide as its content.")
            % {"least": NARROWEST, "most": WIDEST},
        )
    remember(grid, lambda layout: layout.resize(name, int(width) if width else None))


def shown(grid, names) -> list[str]:
    remember(grid, lambda layout: layout.show(names))
    return names


def stood(grid, names, pinned) -> list[str]:
    if len(pinned) > MOST_PINNED:
        raise Refused(
            _("At most %(most)d columns can be pinned.") % {"most": MOST_PINNED},
            _("Let one of them go first."),
        )
    remember(grid, lambda layout: (layout.show(names), layout.pin(pinned)))
    return names


def remember(grid, change):
    GridLayout.objects.changing(grid, change)


def is_length(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


CHANGES = {
    "show": show,
    "usual": usual,
    "hide": hide,
    "left": move,
    "right": move,
    "pin": pin,
    "width": resize,
}
