"""The door to the pages on which people and teams are managed."""

from functools import wraps

from crm.people import accounts


def admin_required(view):
    """Let only admins in; everybody else who is signed in gets 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        accounts.require_admin(request.user)
        return view(request, *args, **kwargs)

    return guarded
