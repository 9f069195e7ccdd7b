"""The verbs on views: save, save anew, undo that, copy, rename and share, delete, restore."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.grid.addresses import query_text
from crm.grid.layouts.models import GridLayout
from crm.grid.saved.models import LONGEST_NAME, LONGEST_STATE, SavedView
from crm.refusals import Refused

CONTENT = ("query", "layout", "words")


def content_of(grid) -> dict:
    """What a view keeps of a list as it stands: {query, layout, words}. What the list does not
    know is left out: it was named when the list was opened."""
    query = query_text(grid.known_state)
    if len(query) > LONGEST_STATE:
        raise Refused(
            _("These conditions are too long for a view."), _("Take some away, then save it.")
        )
    words = grid.words_for(grid.shown_names)
    return {"query": query, "layout": grid.layout_to_save, "words": words}


def save(grid, *, name: str, by, team=None, for_everybody=False) -> SavedView:
    """A new view of the list as it stands. Raises Refused where `by` has one of that name."""
    shared = {"team": team, "for_everybody": for_everybody}
    view = SavedView(grid=grid.key, owner=by, changed_by=by, name=name, **shared)
    for field, value in content_of(grid).items():
        setattr(view, field, value)
    return stored(view)


@transaction.atomic
def save_anew(view, grid, *, by, version: int) -> SavedView:
    """Makes the list as it stands the view's state, unless somebody changed the view since
    `version`: then Refused, and nothing is lost on either side. The columns that `by` had in the
    view are the view's now: whatever it becomes later, they see."""
    before = {field: getattr(view, field) for field in CONTENT}
    saved = renewed(view, {**content_of(grid), "before": before}, by=by, version=version)
    GridLayout.objects.filter(user=by, view=saved).delete()
    return saved


def undo(view, *, by, version: int) -> SavedView:
    """Puts back the state before the last saving, unless more happened since."""
    if not view.before:
        raise Refused(_("There is nothing to undo."))
    return renewed(view, {**view.before, "before": None}, by=by, version=version)


def renewed(view, values, *, by, version):
    held = SavedView.objects.filter(pk=view.pk, version=version, deleted_at__isnull=True)
    if not held.update(**values, version=version + 1, changed_by=by):
        raise Refused(
            _("“%(view)s” was changed meanwhile by %(person)s; nothing of yours was saved.")
            % {"view": view.name, "person": view.changed_by},
            _("Save yours as a view of its own, or open theirs."),
        )
    view.refresh_from_db()
    return view


def change(view, *, by, name: str, team=None, for_everybody=False) -> SavedView:
    """Renames the view and shares it with a team, with everybody or with nobody."""
    view.name, view.team, view.for_everybody = name, team, for_everybody
    view.changed_by = by
    return stored(view, ["name", "team", "for_everybody", "changed_by", "changed_at"])


def copy(view, *, by) -> SavedView:
    """The same under another name for `by` alone."""
    content = {field: getattr(view, field) for field in CONTENT}
    name = free_name(view, by)
    copied = SavedView(grid=view.grid, owner=by, changed_by=by, name=name, **content)
    return stored(copied)


def free_name(view, by) -> str:
    """The view's name, or the first of "name 2", "name 3" … that `by` does not use yet."""
    taken = {other.name.casefold() for other in views_of(by, view.grid)}
    number, name = 1, view.name
    while name.casefold() in taken:
        number += 1
        ending = f" {number}"
        name = view.name[: LONGEST_NAME - len(ending)] + ending
    return name


def views_of(owner, key):
    return SavedView.objects.filter(owner=owner, grid=key, deleted_at__isnull=True)


def restore(view) -> SavedView:
    view.deleted_at, view.deleted_by = None, None
    return stored(view, ["deleted_at", "deleted_by"])


def stored(view, fields=None) -> SavedView:
    try:
        with transaction.atomic():
            view.save(update_fields=fields)
    except IntegrityError as error:
        raise Refused(
            _("There is already a view named “%(name)s” in this list.") % {"name": view.name},
            _("Choose another name."),
        ) from error
    return view
