"""What this room shows on the customer's page."""

from django.db.models import Count, Sum
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from customers.registry import Panel
from sales.models import Activity, Opportunity, Order

ACTIVITIES_SHOWN, ORDERS_SHOWN, STEPS_SHOWN, CLOSED_SHOWN = 10, 5, 8, 3


def activities(customer, user, access) -> dict:
    done = Activity.objects.visible_to(user).filter(customer=customer, happened_at__isnull=False)
    latest = done.select_related("contact", "author").order_by("-happened_at", "-pk")
    return _of(customer, access, activities=latest[:ACTIVITIES_SHOWN])


def next_steps(customer, user, access) -> dict:
    plans = Activity.objects.visible_to(user).filter(customer=customer, happened_at__isnull=True)
    first = plans.select_related("contact", "author").order_by("due_at", "pk")
    return _of(customer, access, plans=first[:STEPS_SHOWN])


def opportunities(customer, user, access) -> dict:
    """All the open ones, each with its path, and the last few that were closed."""
    theirs = Opportunity.objects.visible_to(user).filter(customer=customer)
    open_ones = theirs.filter(status=Opportunity.Status.OPEN)
    closed = theirs.exclude(status=Opportunity.Status.OPEN).order_by("-closed_at", "-pk")
    return _of(
        customer,
        access,
        open=open_ones.order_by("expected_close", "pk"),
        closed=closed[:CLOSED_SHOWN],
        sums=sums_of(open_ones, "amount"),
    )


def orders(customer, user, access) -> dict:
    theirs = Order.objects.visible_to(user).filter(customer=customer)
    return _of(
        customer,
        access,
        orders=theirs.order_by("-ordered_on", "-pk")[:ORDERS_SHOWN],
        sums=sums_of(theirs, "total"),
    )


def sums_of(rows, field) -> list[dict]:
    """`sum` and `count` by currency: amounts in different ones are never added together."""
    sums = rows.order_by().values("currency").annotate(sum=Sum(field), count=Count("pk"))
    return list(sums.order_by("currency"))


def _of(customer, access, **context) -> dict:
    narrowed = urlencode({"customer": customer.pk})
    return {"customer": customer, "access": access, "narrowed": narrowed, **context}


PANELS = [
    Panel(
        "next_steps",
        _("Next steps"),
        "sales/panels/next_steps.html",
        next_steps,
        order=10,
        column="side",
    ),
    Panel(
        "opportunities",
        _("Opportunities"),
        "sales/panels/opportunities.html",
        opportunities,
        order=10,
    ),
    Panel("activities", _("Activities"), "sales/panels/activities.html", activities, order=40),
    Panel("orders", _("Orders"), "sales/panels/orders.html", orders, order=50, column="side"),
]
