"""What this room adds to the shell and to the customer's room below."""

from django.utils.translation import gettext_lazy as _

from crm.grid.registry import register_grid
from crm.shell import navigation
from crm.shell.navigation import Entry
from customers.registry import register_panel
from intel import merging as _merging  # noqa: F401 - it says what moves along
from intel import relations
from intel.grids import DossierGrid, RivalProductGrid
from intel.panels import PANELS

PLACES = [
    Entry(_("Intel"), "intel:dossiers", "network", order=70),
    Entry(_("Competitors"), "intel:rivals", "swords", order=80),
]


def register():
    relations.register()
    for place in PLACES:
        navigation.register(place)
    for grid in (DossierGrid, RivalProductGrid):
        register_grid(grid)
    for panel in PANELS:
        register_panel(panel)
