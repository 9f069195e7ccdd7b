"""The door to a change set: whoever made it, and administrators; everybody else gets 404."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm.grid.changes.models import ChangeSet
from crm.refusals import NotAllowed


def changes_for(user, key: str, pk: int) -> ChangeSet:
    return get_object_or_404(ChangeSet.objects.open_to(user), grid=key, pk=pk)


def own_changes(user, key: str, pk: int) -> ChangeSet:
    """The same, to be acted upon: it acts with the rights of whoever made it."""
    found = changes_for(user, key, pk)
    if found.by_id != user.pk:
        raise NotAllowed(
            _("Only %(user)s may do this with their own changes.") % {"user": found.by},
            _("Ask them, or change the rows yourself."),
        )
    return found
