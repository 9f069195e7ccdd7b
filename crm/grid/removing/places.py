"""Where many rows are deleted; imported once the apps are ready."""

from django.utils.translation import gettext_lazy as _

from crm.grid.actions import BulkAction, offer_on_any


def delete_in(grid) -> BulkAction | None:
    """Only where the list says how its rows are deleted."""
    if grid.removing is None:
        return None
    return BulkAction(_("Delete"), "grids:delete", args=(grid.key,), prominent=False)


offer_on_any(delete_in)
