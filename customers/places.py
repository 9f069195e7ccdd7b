"""The places of this room; imported once the apps are ready."""

from django.utils.translation import gettext_lazy as _

from crm.grid.registry import register_grid
from crm.shell import search
from crm.shell.navigation import ACCOUNT, Entry, register
from customers import relations as _relations  # noqa: F401 - it registers what hangs on customers
from customers.bulk import telling  # noqa: F401 - it registers what is told
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.handover import places as _handover  # noqa: F401 - it registers where it is met
from customers.ledger.grids import LedgerGrid
from customers.merging.finding.grids import DuplicateGrid
from customers.models import Request
from customers.own_fields import extras  # noqa: F401 - it registers what a restore makes anew
from customers.pool.grids import RevealGrid
from customers.release.grids import LeavingGrid, leaving_soon
from customers.requests import remedies  # noqa: F401 - it registers what helps
from customers.rules import telling as _told_of_rules  # noqa: F401 - it registers what is told
from customers.search import find_contacts, find_customers


def administers(user) -> bool:
    return user.is_admin


def leads(user) -> bool:
    return user.is_admin or user.is_manager


def requests_waiting(user) -> int | None:
    return Request.objects.ids_waiting_for(user).count() or None


register(Entry(_("Customers"), "customers:list", "building-2", order=10))
register(Entry(_("Pool"), "customers:pool", "droplets", order=20))
register(Entry(_("Leaving soon"), "customers:leaving", "timer", order=25, count=leaving_soon))
register(Entry(_("Contacts"), "customers:contacts", "contact-round", order=30))
register(Entry(_("Requests"), "customers:requests", "inbox", order=35, count=requests_waiting))
register(
    Entry(_("Hand-overs"), "customers:handovers", "arrow-right-left", "manage", 25, visible=leads)
)
register(Entry(_("Duplicates"), "customers:duplicates", "copy", order=36))
register(Entry(_("Ledger"), "customers:ledger_list", "book-open-text", order=38))
register(
    Entry(_("Fairness"), "customers:fairness", "chart-no-axes-column", "manage", 28, visible=leads)
)
register(Entry(_("Import"), "customers:imports", "file-up", "manage", 10, visible=administers))
register(Entry(_("Axes"), "customers:axes", "tags", "manage", 20, visible=administers))
register(
    Entry(
        _("Own fields"),
        "customers:own_fields",
        "text-cursor-input",
        "manage",
        22,
        visible=administers,
    )
)
register(
    Entry(
        _("Source systems"),
        "customers:source_systems",
        "database",
        "manage",
        24,
        visible=administers,
    )
)
register(Entry(_("Rules"), "customers:rules", "scale", "manage", 30, visible=leads))
register(Entry(_("Nights of release"), "customers:nights", "moon", "manage", 35, visible=leads))
register(Entry(_("Rules that bind me"), "customers:my_rules", "scale", ACCOUNT, 15))
register(Entry(_("My bulk actions"), "customers:bulk_runs", "list-checks", ACCOUNT, 20))
search.register(_("Customers"), 10, find_customers)
search.register(_("Contacts"), 20, find_contacts)
for grid in (
    CustomerGrid,
    PoolGrid,
    ContactGrid,
    LedgerGrid,
    LeavingGrid,
    RevealGrid,
    DuplicateGrid,
):
    register_grid(grid)
