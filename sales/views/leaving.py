"""Where a form of this room leads when it has done its work."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from crm.shell import flash, sheets
from crm.shell.refusals import where_from

# What reloads when such a row has changed: the panels of these keys.
ACTIVITIES, OPPORTUNITIES, ORDERS = ("activities", "next_steps"), ("opportunities",), ("orders",)


def back(request, panels: tuple[str, ...], to=None):
    """htmx stays on the page and reloads its `panels`; else `to`, or where one came from."""
    if not request.htmx:
        return redirect(to or where_from(request))
    response = sheets.close(request)
    for panel in panels:
        trigger_client_event(response, f"{panel}-changed")
    return response


def deleted(request, record, panels, restore: str, to=None):
    """Says that `record` is gone, with a way to bring it back by the URL named `restore`."""
    undo = reverse(restore, args=[record.pk])
    flash.done(request, _("“%(record)s” is deleted.") % {"record": record}, undo_url=undo)
    return back(request, panels, to)


def restored(request, record, panels):
    flash.done(request, _("“%(record)s” is back.") % {"record": record})
    return back(request, panels)
