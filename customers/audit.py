"""Everything derived on customers and contacts, computed a second time and compared.

The access arrays are worked out here from owner, pool and share rows in Python, without the
function the triggers use. The rows are streamed, in one snapshot, so that people may go on
working meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from customers.models import Category, Contact, Customer, TeamShare, UserShare

BATCH = 2_000
ARRAYS = ("reader_ids", "insider_ids", "editor_ids")
# The clock ends shares once a minute; until then an expired one stands in the arrays rightly.
SWEPT_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Difference:
    """A column of a row that is not what it should be."""

    record: str
    column: str
    stored: object
    expected: object

    def __str__(self):
        return f"{self.record}: {self.column} is {self.stored!r}, should be {self.expected!r}"


@dataclass(frozen=True)
class Right:
    principal: int
    scope: str
    permission: str
    expires_at: object

    def lives(self, at) -> bool:
        return self.expires_at is None or self.expires_at > at


@contextmanager
def snapshot():
    """One view of the database, whatever is written meanwhile."""
    inside = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not inside:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def batches(rows) -> Iterator[list]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def customer_differences() -> Iterator[tuple[int, list[Difference]]]:
    """For every batch of customers, deleted ones too, how many it holds and what differs."""
    positions = dict(Category.objects.values_list("pk", "axis__position"))
    for batch in batches(Customer.objects):
        rights = rights_of(batch)
        yield (
            len(batch),
            [
                difference
                for customer in batch
                for difference in (
                    *access_differences(customer, rights[customer.pk]),
                    *category_differences(customer, positions),
                    *name_differences(customer),
                )
            ],
        )


def contact_differences() -> Iterator[Difference]:
    for batch in batches(Contact.objects):
        for contact in batch:
            yield from name_differences(contact)


def rights_of(batch) -> dict[int, list[Right]]:
    """The shares of each customer, expired ones too."""
    rights = defaultdict(list)
    common = ("scope", "permission__codename", "expires_at")
    for shares, receiver, sign in ((UserShare, "user_id", 1), (TeamShare, "group_id", -1)):
        rows = shares.objects.filter(content_object__in=batch)
        for customer, principal, *rest in rows.values_list("content_object_id", receiver, *common):
            rights[customer].append(Right(sign * principal, *rest))
    return rights


def access_differences(customer, rights) -> Iterator[Difference]:
    now = timezone.now()
    expected = expected_access(customer, rights, now)
    unswept = expected_access(customer, rights, now - SWEPT_WITHIN)
    for column, right, late in zip(ARRAYS, expected, unswept, strict=True):
        stored = getattr(customer, column)
        if not (same(stored, right) or same(stored, late)):
            yield Difference(name_of(customer), column, stored, right)


def expected_access(customer, rights, at) -> tuple[list, list, list]:
    """Readers, insiders and editors as they follow from the rows at the instant `at`."""
    owned = customer.owner_id is not None
    holder = customer.owner_id if owned else -customer.pool_id
    live = [right for right in rights if right.lives(at) and right.principal != holder]
    held = [holder] if owned else []
    inside = [right.principal for right in live if right.scope == "everything"]
    editing = [right.principal for right in live if right.permission == "change_customer"]
    return [holder, *(right.principal for right in live)], held + inside, held + editing


def same(stored, expected) -> bool:
    """Whether they hold the same principals, the holder first, each once."""
    return stored[:1] == expected[:1] and sorted(stored) == sorted(expected)


def category_differences(customer, positions) -> Iterator[Difference]:
    for position, category in enumerate(customer.category_ids, start=1):
        if category is not None and positions.get(category) != position:
            column = f"category_ids[{position}]"
            yield Difference(name_of(customer), column, category, f"an id of axis {position}")


def name_differences(record) -> Iterator[Difference]:
    derived = copy(record)
    derived.derive_names()
    for column in record.derived:
        stored, expected = getattr(record, column), getattr(derived, column)
        if stored != expected:
            yield Difference(name_of(record), column, stored, expected)


def name_of(record) -> str:
    return f"{record._meta.model_name} {record.pk}"
