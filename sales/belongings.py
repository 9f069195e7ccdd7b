"""Open opportunities and planned activities go along when their customers are handed over."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import pghistory
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from customers.handover.belongings import Belongings
from sales.models import Activity, Opportunity
from sales.money import written


def open_opportunities(leaver, customer_ids):
    return Opportunity.objects.filter(
        owner=leaver, customer__in=customer_ids, status="open", deleted_at=None
    )


def planned_activities(leaver, customer_ids):
    return Activity.objects.filter(
        author=leaver, customer__in=customer_ids, happened_at=None, deleted_at=None
    )


def opportunity_figures(leaver, customer_ids) -> list[str]:
    """One sentence a currency."""
    rows = open_opportunities(leaver, customer_ids).order_by("currency").values("currency")
    return [
        f"{row['count']} · {written(row['sum'] or Decimal(0), row['currency'])}"
        for row in rows.annotate(count=Count("pk"), sum=Sum("amount"))
    ]


def activity_figures(leaver, customer_ids) -> list[str]:
    count = planned_activities(leaver, customer_ids).count()
    return [str(count)] if count else []


def mover(rows_of, person: str):
    """A function that gives the leaver's rows to their customers' receivers: `person` names the
    field that says whose a row is. It returns when, and [[row, receiver], …]."""

    def move(leaver, receivers, by):
        rows = rows_of(leaver, receivers.keys()).order_by("pk")
        moved = [[pk, receivers[customer]] for pk, customer in rows.values_list("pk", "customer")]
        at = give(rows.model, person, moved, by)
        return {"at": at.isoformat(), "rows": moved}

    return move


def returner(model, person: str):
    """A function that gives back what still is where it was moved to, and as it was then."""

    def take_back(memory, leaver, customer_ids, by):
        rows = model.objects.filter(customer__in=customer_ids, deleted_at=None)
        untouched = rows.filter(updated_at=parse_datetime(memory["at"]))
        here = dict(untouched.values_list("pk", f"{person}_id"))
        kept = [[pk, leaver.pk] for pk, receiver in memory["rows"] if here.get(pk) == receiver]
        give(model, person, kept, by)

    return take_back


def give(model, person: str, pairs, by) -> datetime:
    """Writes [[row, user], …], one statement a user, signed by `by` at the moment it returns."""
    rows_by_user = defaultdict(list)
    for row, user in pairs:
        rows_by_user[user].append(row)
    at = timezone.now()
    signature = {"updated_by": by, "updated_at": at}
    with pghistory.context(user=by.pk):
        for user, rows in rows_by_user.items():
            model.objects.filter(pk__in=rows).update(**{f"{person}_id": user}, **signature)
    return at


BELONGINGS = [
    Belongings(
        "opportunities",
        gettext_lazy("Open opportunities"),
        opportunity_figures,
        mover(open_opportunities, "owner"),
        returner(Opportunity, "owner"),
    ),
    Belongings(
        "activities",
        gettext_lazy("Planned activities"),
        activity_figures,
        mover(planned_activities, "author"),
        returner(Activity, "author"),
    ),
]
