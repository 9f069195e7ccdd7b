"""What one person makes of views: pinned to the navigation, opened first, in their own order."""

from django.db import transaction
from django.db.models import F

from crm.grid.saved.models import SavedView, ViewPlace
from crm.people.models import User


def pin(view, user, *, pinned: bool):
    _place(view, user, is_pinned=pinned)


@transaction.atomic
def open_first(view, user, *, first: bool):
    """Makes the view what its list opens with, instead of another one, or no longer."""
    hold(user)
    ViewPlace.objects.filter(user=user, grid=view.grid, is_default=True).update(is_default=False)
    _place(view, user, is_default=first)


@transaction.atomic
def move(view, user, *, by: int):
    """Puts the view so many places further down (or up, below zero) among the user's views."""
    hold(user)
    views = SavedView.objects.visible_to(user).filter(grid=view.grid)
    ids = list(views.as_placed_by(user).values_list("pk", flat=True))
    if view.pk not in ids:  # deleted, or no longer shared, while this waited its turn
        return
    at = ids.index(view.pk)
    ids.insert(min(max(at + by, 0), len(ids)), ids.pop(at))
    arrange(view.grid, user, ids)


def arrange(key, user, ids):
    places = [
        ViewPlace(user=user, grid=key, view_id=pk, position=position)
        for position, pk in enumerate(ids)
    ]
    ViewPlace.objects.bulk_create(
        places,
        update_conflicts=True,
        unique_fields=["user", "view"],
        update_fields=["position"],
    )


def hold(user):
    """Two windows of one person take turns."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)


def _place(view, user, **values):
    ViewPlace.objects.update_or_create(
        user=user, view=view, defaults=values, create_defaults={"grid": view.grid, **values}
    )


def pins_of(user) -> dict[str, list[SavedView]]:
    """The pinned views of every list, by the list's key."""
    found: dict[str, list[SavedView]] = {}
    pins = ViewPlace.objects.filter(user=user, is_pinned=True)
    pins = pins.filter(view__in=SavedView.objects.visible_to(user)).select_related("view")
    for pin in pins.order_by(F("position").asc(nulls_last=True), "view"):
        found.setdefault(pin.view.grid, []).append(pin.view)
    return found
