"""What an administrator decides of rows whose customer exists already.

Few rows are compared anew at once, with those that depend on them; many by the job of the check.
"""

import heapq

from django.db import transaction
from django.db.models import Count, Q

from crm.grid.grid import Among
from customers.imports.difference.verbs import AGAIN
from customers.imports.kinds import kind_of
from customers.imports.running import State, Verdict, begin, locked_in
from customers.models import SheetImport

AT_ONCE = 50


def decide(
    sheet_import: SheetImport,
    decision: str,
    numbers=None,
    customer_id: int | None = None,
    **begun,
) -> int:
    """`decision` is a Policy, or AGAIN for what was before any, for the rows with these numbers or
    for all that are asked about; `customer_id` says which customer is meant, where there are
    several; `begun` goes to `begin`, if there is work for a job. How many rows it is for."""
    with transaction.atomic():
        locked = locked_in(sheet_import, State.CHECKED)
        # Whatever is decided, what is wrong in the sheet itself stays refused.
        rows = locked.checks.exclude(verdict=Verdict.REFUSED, matches=[])
        asked = Q(verdict=Verdict.ASKED) if numbers is None else Q(number__in=Among(numbers))
        chosen = list(rows.filter(asked).order_by("number").values_list("number", flat=True))
        meant = {"customer_id": customer_id} if customer_id else {}
        decided = "" if decision == AGAIN else decision
        rows.filter(number__in=Among(chosen)).update(decision=decided, **meant)
        if len(chosen) > AT_ONCE:
            check_from(locked, chosen[0], **begun)
        elif chosen:
            check_again(locked, chosen)
    return len(chosen)


def check_from(locked: SheetImport, number: int, **begun):
    """By a job, with all that stand below it."""
    above = locked.checks.filter(number__lt=number)
    locked.checked_to, locked.counts = number - 1, counts_of(above)
    begin(locked, State.CHECKING, done=above.count(), **begun)


def check_again(locked: SheetImport, numbers: list[int]):
    """At once, each row with those below it that mean the same customer."""
    check, waiting, done = kind_of(locked).checker(locked), list(numbers), set()
    heapq.heapify(waiting)
    while waiting:
        number = heapq.heappop(waiting)
        if number not in done:
            done.add(number)
            for dependent in checked_alone(locked, check, number):
                heapq.heappush(waiting, dependent)
    locked.counts = counts_of(locked.checks)
    locked.save(update_fields=["counts"])


def checked_alone(locked: SheetImport, check, number: int) -> list[int]:
    """Says which rows further down mean the customer that it meant, or means now."""
    before = locked.checks.get(number=number).customer_id
    (row,) = check.check(check.prepared(list(locked.rows.filter(number=number))))
    ids = {before, row.customer_id} - {None}
    below = locked.checks.filter(customer__in=ids, number__gt=number)
    return list(below.values_list("number", flat=True))


def counts_of(checks) -> dict[str, int]:
    found = checks.order_by().values_list("verdict").annotate(Count("pk"))
    return dict(found)
