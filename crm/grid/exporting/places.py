"""Where exports are met; imported once the apps are ready."""

from django.utils.translation import gettext_lazy as _

from crm.grid.actions import BulkAction, offer_on_any
from crm.grid.exporting import telling  # noqa: F401 - it registers what is told
from crm.grid.exporting.grids import ExportGrid
from crm.grid.registry import register_grid
from crm.shell.navigation import ACCOUNT, Entry, register

register(Entry(_("Exports"), "grids:exports", "download", ACCOUNT, 25))
register_grid(ExportGrid)
offer_on_any(
    lambda grid: BulkAction(_("Export"), "grids:export", args=(grid.key,), prominent=False)
)
