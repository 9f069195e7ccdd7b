"""A paste, looked at before it changes anything."""

from django.views.decorators.http import require_POST

from crm.grid.changes import set_views
from crm.grid.changes.pasting import paste
from crm.grid.changes.screen import grid_on_screen
from crm.grid.choosing import asked_ids


@require_POST
def preview(request, key):
    """`ids`: the rows in screen order from the cursor's on; `cols`: the columns likewise; `text`:
    cells parted by tabs. Answers with the checked change, for the dialog."""
    grid = grid_on_screen(request, key)
    grid.refuse_unless_editable()
    names = [name for name in request.POST.get("cols", "").split(",") if name]
    text = request.POST.get("text", "")
    return set_views.sheet(request, paste(grid, asked_ids(request.POST), names, text))
