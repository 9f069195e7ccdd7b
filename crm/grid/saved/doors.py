"""The doors to one view: strangers get 404, who may only use it gets 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.grid.registry import grid_named
from crm.grid.saved.models import SavedView
from crm.refusals import NotAllowed


class NotYours(NotAllowed, PermissionDenied):
    """A reader's want of the right to change a view."""


def view_for(user, key, pk) -> SavedView:
    """The view as its user sees it. Raises Http404."""
    if grid_named(key) is None:
        raise Http404
    views = SavedView.objects.visible_to(user).filter(grid=key).as_placed_by(user)
    return get_object_or_404(views.select_related("owner", "team", "changed_by"), pk=pk)


def own_view_for(user, key, pk) -> SavedView:
    """The view, for those who may change it. Raises Http404 and NotYours."""
    view = view_for(user, key, pk)
    if not view.may_be_changed_by(user):
        raise NotYours(
            _("“%(view)s” is %(owner)s’s: you may use it, but not change it.")
            % {"view": view.name, "owner": view.owner},
            _("Copy it, and change your copy."),
        )
    return view


def deleted_view_for(user, key, pk) -> SavedView:
    """A view that was deleted, for whoever deleted or owned it. Raises Http404."""
    deleted = SavedView.objects.filter(grid=key, deleted_at__isnull=False)
    view = get_object_or_404(deleted, pk=pk)
    if user.pk not in (view.owner_id, view.deleted_by_id):
        raise Http404
    return view


def list_url(key: str, query: str = "") -> str:
    """The page of the list, in a state."""
    grid_class = grid_named(key)
    if grid_class is None:
        raise Http404
    page = reverse(grid_class.url_name)
    return f"{page}?{query}" if query else page
