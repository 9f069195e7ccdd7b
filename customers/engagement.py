"""The door through which the room above says how a customer was last and will next be met.

The four columns are kept on the customer's row because every list filters and sorts by them.
Writing them is no change of the customer: neither `version` nor `updated_at` moves.
"""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import connection

from customers.models import Customer
from customers.release import forecast

RECORD = """
UPDATE customers_customer c
    SET last_activity_at = e.last_at, next_activity_at = e.next_at, won_at = e.won_at,
        has_open_opportunity = e.has_open
    FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::bool[])
        AS e(id, last_at, next_at, won_at, has_open)
    WHERE c.id = e.id
    AND (c.last_activity_at, c.next_activity_at, c.won_at, c.has_open_opportunity)
        IS DISTINCT FROM (e.last_at, e.next_at, e.won_at, e.has_open)
"""


@dataclass(frozen=True)
class Engagement:
    """What the rows of one customer add up to; None: there is no such row."""

    customer_id: int
    last_activity_at: datetime | None = None
    next_activity_at: datetime | None = None
    won_at: datetime | None = None
    has_open_opportunity: bool = False


def lock(customer_ids: Collection[int]):
    """Makes writers of these customers' rows queue up, until the transaction ends.

    Whoever adds up must do so under this lock, or a row committed meanwhile is forgotten. Raises
    Refused where one was merged into another: what is written there would be seen by nobody.
    """
    rows = Customer.objects.filter(pk__in=customer_ids).order_by("pk")
    locked = rows.select_for_update(no_key=True).values_list("pk", "merged_into")
    if merged := [pk for pk, survivor in locked if survivor]:
        Customer.objects.get(pk=merged[0]).refuse_if_merged()


def record(engagements: Iterable[Engagement]):
    """Writes what differs, in one statement, and forecasts anew when the customers leave."""
    rows = [astuple(engagement) for engagement in engagements]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(RECORD, [list(column) for column in zip(*rows, strict=True)])
        forecast.refresh([engagement[0] for engagement in rows])
