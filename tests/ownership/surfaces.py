"""The surfaces on which a customer may show (design, section 4): for each, the right it takes and
the names of the customers that one user finds there."""

from django.http import QueryDict

from crm.grid.exporting.tables import cells_of
from customers.duplicates import Typed, look
from customers.grids import ContactGrid, CustomerGrid
from customers.ledger.grids import LedgerGrid
from customers.models import Customer
from customers.search import find_customers
from sales.grids import ActivityGrid
from sales.models import Activity


def listed(user, names):
    return {row.name for row in CustomerGrid(user, QueryDict()).page.rows}


def counted(user, names):
    """The count of the list, as names: each customer by itself."""
    return {name for name in names if CustomerGrid(user, QueryDict(f"q={name}")).count.number}


def faceted(user, names):
    """The chips' counts added up, by name: every customer is in the pool or it is not."""
    found = set()
    for name in names:
        grid = CustomerGrid(user, QueryDict(f"q={name}"))
        counts = {state.key: count for state, count, _url in grid.state_counts}
        pooled = int(str(counts["pool"]).strip("+") or 0)
        rest = grid.unpositioned.filter(owner__isnull=False).count()
        found |= {name} if pooled + rest else set()
    return found


def searched(user, names):
    return {hit.title for name in names for hit in find_customers(user, name, 10)}


def sorted_by_hidden(user, names):
    return {row.name for row in CustomerGrid(user, QueryDict("sort=-remarks")).page.rows}


def joined(user, names):
    return {row.customer.name for row in ContactGrid(user, QueryDict()).page.rows}


def fed(user, names):
    return {row.customer.name for row in ActivityGrid(user, QueryDict()).page.rows}


def child_records(user, names):
    return {row.customer.name for row in Activity.objects.visible_to(user)}


def told_of(user, names):
    return {row.customer.name for row in LedgerGrid(user, QueryDict()).page.rows}


def exported(user, names):
    grid = CustomerGrid(user, QueryDict())
    return {row[0] for row in cells_of(grid)}


def found_as_duplicate(user, names):
    return {known.customer.name for name in names for known in look(user, Typed(name)).readable}


def linked(user, names):
    """The names that a link with every customer's id gives away."""
    grid = ActivityGrid(user, QueryDict())
    asked = grid.all_filters["customer"].operator
    ids = list(Customer.objects.filter(name__in=names).values_list("pk", flat=True))
    return {customer.name for customer in asked.records([str(pk) for pk in ids])}


SURFACES = {
    "the list": ("reads", listed),
    "its count": ("reads", counted),
    "its facets": ("reads", faceted),
    "search": ("reads", searched),
    "sorting by a hidden column": ("reads", sorted_by_hidden),
    "labels of joined rows": ("reads", joined),
    "a feed": ("inside", fed),
    "child records": ("inside", child_records),
    "the ledger": ("reads", told_of),
    "exports": ("reads", exported),
    "the duplicate finder": ("reads", found_as_duplicate),
    "links": ("reads", linked),
}
