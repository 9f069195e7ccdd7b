"""What this room adds to the shell and to the customer's room below."""

from django.utils.translation import gettext_lazy as _

from crm.grid import RowAction
from crm.grid.registry import register_grid
from crm.shell import navigation
from crm.shell.navigation import Entry
from customers.handover.belongings import register_belongings
from customers.imports.kinds import register_kind
from customers.pool.digest import register_part
from customers.registry import register_panel, register_row_action
from customers.requests.evidence import register_facts
from sales import clocks, relations
from sales import merging as _merging  # noqa: F401 - it says what moves along
from sales.belongings import BELONGINGS
from sales.digest import PART
from sales.evidence import of_sales
from sales.grids import ActivityGrid, OpportunityGrid, OrderGrid
from sales.imports.activities import ActivityRecords
from sales.imports.opportunities import OpportunityRecords
from sales.imports.orders import OrderRecords
from sales.panels import PANELS

PLACES = [
    Entry(_("Activities"), "sales:activities", "calendar-check", order=40),
    Entry(_("Opportunities"), "sales:opportunities", "target", order=50),
    Entry(_("Orders"), "sales:orders", "receipt-text", order=60),
    Entry(_("Log an activity"), "sales:log_anywhere", "pen-line", section="primary", key="c"),
]


def register():
    for place in PLACES:
        navigation.register(place)
    register_part(PART)
    for panel in PANELS:
        register_panel(panel)
    clocks.register()
    relations.register()
    for belongings in BELONGINGS:
        register_belongings(belongings)
    for grid in (ActivityGrid, OpportunityGrid, OrderGrid):
        register_grid(grid)
    register_row_action(RowAction(_("Log"), "sales:log", "pen-line", key="c"))
    register_facts(of_sales)
    for records in (ActivityRecords(), OpportunityRecords(), OrderRecords()):
        register_kind(records.kind())
