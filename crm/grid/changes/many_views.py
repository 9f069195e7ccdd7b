"""The same value for many rows: choose a column, a value, and look at what it would change."""

from django.views.decorators.http import require_http_methods

from crm.grid.changes import set_views
from crm.grid.changes.many import Many
from crm.grid.choosing import Selection
from crm.shell import sheets


@require_http_methods(["GET", "POST"])
def edit(request, key):
    """`column` chooses the column, posted with `look` too: what is chosen may be too long for an
    address. Posted without, it is a draft of the change."""
    data = request.POST if request.method == "POST" else request.GET
    data = data.copy()
    data["grid"] = key
    many = Many(Selection(request.user, data), data.get("column", ""))
    is_sent = request.method == "POST" and not data.get("look")
    form = many.form(request.POST if is_sent else None)
    if is_sent and (draft := many.draft(form)):
        if not sheets.is_dialog(request) or draft.is_at_work:
            return sheets.leave(request, draft)
        return set_views.sheet(request, draft)
    return sheets.show(request, "crm/grid/changes/many.html", {"many": many, "key": key}, form)
