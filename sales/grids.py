"""The lists of this room."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.grid import Choice, Date, Day, Grid, Money, Person, Related, State, Text
from customers.source_systems.columns import SourceKeys
from sales.columns import CustomerColumn
from sales.days import start_of, start_of_today
from sales.editing import (
    ACTIVITIES,
    ACTIVITIES_GO,
    OPPORTUNITIES,
    OPPORTUNITIES_GO,
    ORDERS,
    ORDERS_GO,
)
from sales.models import Activity, ActivityKey, Opportunity, OpportunityKey, Order, OrderKey


def planned() -> Q:
    return Q(happened_at__isnull=True)


def this_month() -> Q:
    return Q(ordered_on__gte=timezone.localdate().replace(day=1))


def this_year() -> Q:
    return Q(ordered_on__gte=timezone.localdate().replace(month=1, day=1))


def closed_this_year(status) -> Q:
    first = timezone.localdate().replace(month=1, day=1)
    return Q(status=status, closed_at__gte=start_of(first))


class ActivityGrid(Grid):
    model = Activity
    key = "activities"
    url_name = "sales:activities"
    editing = ACTIVITIES
    removing = ACTIVITIES_GO
    title = _("Activities")
    default_order = "-when"
    empty_title = _("No activities yet.")
    empty_text = _("Log a visit or a call from a customer's page, or press c.")

    text = Text(link=True, importable=True, editable=True)
    when = Date(path="at", importable=True, editable="when")
    kind = Choice(importable=True, editable=True)
    status = Choice(importable=True, tones={"planned": "sky"})
    customer = CustomerColumn(importable=True)
    contact = Related(importable=True, editable=True)
    outcome = Text(importable=True, editable=True)
    author = Person(importable=True)
    due = Date(path="due_at", shown=False, importable=True)
    done = Date(path="happened_at", shown=False, importable=True)
    owner = Person(path="customer__owner", shown=False)
    source_keys = SourceKeys(ActivityKey)
    entered = Date(path="created_at", shown=False, importable=True)

    states = (
        State("mine", _("Mine"), lambda user: Q(author=user)),
        State("planned", _("Planned"), lambda user: planned()),
        State(
            "overdue", _("Overdue"), lambda user: planned() & Q(due_at__lt=start_of_today()), "warn"
        ),
        State("done", _("Done"), lambda user: ~planned()),
    )


class OpportunityGrid(Grid):
    model = Opportunity
    key = "opportunities"
    url_name = "sales:opportunities"
    editing = OPPORTUNITIES
    removing = OPPORTUNITIES_GO
    title = _("Opportunities")
    default_order = "-changed"
    empty_title = _("No opportunities yet.")
    empty_text = _("Start one on the page of the customer whose need you pursue.")

    name = Text(link=True, importable=True, editable=True)
    customer = CustomerColumn(importable=True)
    amount = Money(importable=True, editable=True)
    stage = Choice(importable=True)
    status = Choice(importable=True, tones={"won": "jade", "lost": "seal"})
    expected = Day(path="expected_close", importable=True, editable=True)
    owner = Person(importable=True, editable=True)
    need = Text(shown=False, importable=True, editable=True)
    lost_reason = Text(shown=False, importable=True)
    closed = Date(path="closed_at", shown=False, importable=True)
    currency = Choice(shown=False, importable=True, editable=True)
    source_keys = SourceKeys(OpportunityKey)
    created = Date(path="created_at", shown=False, importable=True)
    changed = Date(path="updated_at")

    states = (
        State("mine", _("Mine"), lambda user: Q(owner=user)),
        State("open", _("Open"), lambda user: Q(status="open")),
        State(
            "late",
            _("Past expected close"),
            lambda user: Q(status="open", expected_close__lt=timezone.localdate()),
            "warn",
        ),
        State("won", _("Won this year"), lambda user: closed_this_year("won")),
        State("lost", _("Lost this year"), lambda user: closed_this_year("lost")),
    )


class OrderGrid(Grid):
    model = Order
    key = "orders"
    url_name = "sales:orders"
    editing = ORDERS
    removing = ORDERS_GO
    title = _("Orders")
    default_order = "-ordered"
    empty_title = _("No orders yet.")
    empty_text = _("Enter one on the page of the customer who ordered.")

    number = Text(link=True, importable=True, editable=True)
    customer = CustomerColumn(importable=True)
    ordered = Day(path="ordered_on", importable=True, editable=True)
    contract_ends = Day(path="contract_ends_on", shown=False, importable=True, editable=True)
    total = Money(importable=True)
    opportunity = Related(importable=True, editable=True)
    author = Person(path="created_by", importable=True)
    owner = Person(path="customer__owner", shown=False)
    remarks = Text(shown=False, importable=True, editable=True)
    currency = Choice(shown=False, importable=True, editable=True)
    source_keys = SourceKeys(OrderKey)
    entered = Date(path="created_at", shown=False, importable=True)

    states = (
        State("mine", _("Mine"), lambda user: Q(created_by=user)),
        State("month", _("This month"), lambda user: this_month()),
        State("year", _("This year"), lambda user: this_year()),
    )
