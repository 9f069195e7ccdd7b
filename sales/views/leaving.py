"""Where a form of this room leads when it has done its work."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.shell import flash, sheets
from crm.shell.refusals import where_from

ACTIVITIES, OPPORTUNITIES, ORDERS = "activities-changed", "opportunities-changed", "orders-changed"


def back(request, event: str, to=None):
    """htmx stays and lets the parts that show such rows reload; else `to`, or where one was."""
    return sheets.close(request, event) if request.htmx else redirect(to or where_from(request))


def deleted(request, record, event: str, restore: str, to=None):
    """Says that `record` is gone, with a way to bring it back by the URL named `restore`."""
    undo = reverse(restore, args=[record.pk])
    flash.done(request, _("“%(record)s” is deleted.") % {"record": record}, undo_url=undo)
    return back(request, event, to)


def restored(request, record, event: str):
    flash.done(request, _("“%(record)s” is back.") % {"record": record})
    return back(request, event)
