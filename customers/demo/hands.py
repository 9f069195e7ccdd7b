"""Through whose hands a customer went until it stands where it stands."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from django.db import connection

from crm.models import User
from crm.people.demo import Company
from customers.demo import words
from customers.demo.nights import Nights
from customers.models import Customer, LedgerEntry
from customers.rules import reasons

Verb, Origin = LedgerEntry.Verb, Customer.Origin
# How often of a hundred a customer was returned: never, once, twice …
RETURNS = {"pooled": (22, 48, 20, 7, 3), "owned": (82, 13, 4, 1)}
STRAIGHT_IN, CLAIMED, IMPORTED = 0.2, 0.6, 0.12
PING_PONG, LATELY = 6, timedelta(days=22)
STANDING = """
UPDATE customers_customer c SET owned_since = s.owned_since, pooled_since = s.pooled_since,
    origin = s.origin, returned = s.returned, return_reason = s.reason
FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::int[], %s::text[])
    AS s (id, owned_since, pooled_since, origin, returned, reason)
WHERE c.id = s.id
"""


class Hands:
    """Entries and standing agree because the one is read from the other."""

    def __init__(self, rng: random.Random, company: Company, now: datetime, nights: Nights):
        self.rng, self.company, self.now, self.nights = rng, company, now, nights
        self.standing: list[tuple] = []

    def build(self, customers: list[Customer]):
        self.tossed = self._tossed(customers)
        entries = [entry for customer in customers for entry in self._entries(customer)]
        LedgerEntry.objects.bulk_create(entries, 2_000)
        with connection.cursor() as cursor:
            cursor.execute(STANDING, list(map(list, zip(*self.standing, strict=True))))

    def _tossed(self, customers) -> set[int]:
        """What goes back and forth between two reps who sit side by side."""
        own = [customer for customer in customers if holder(customer).username == "lina"]
        older = [c for c in own if c.owner_id and c.created_at < self.now - 2 * LATELY]
        return {customer.pk for customer in older[:PING_PONG]}

    def _entries(self, customer: Customer) -> list[LedgerEntry]:
        path = list(self._path(customer))
        steps = zip(path, [None, *path], self._instants(customer, len(path)), strict=False)
        entries = [self._entry(customer, *step) for step in steps]
        self._stand(customer, entries)
        return entries

    def _path(self, customer) -> Iterator[User | None]:
        """The owners one after the other; None is the pool."""
        rep = holder(customer)
        if customer.pk in self.tossed:
            yield from (rep, None, self.company.named("wanglei"), None, rep)
            return
        returns = self._returns(customer)
        if not returns and (customer.pool_id or self.rng.random() < STRAIGHT_IN):
            yield None
        for turn in range(returns):
            last = customer.pool_id and turn == returns - 1
            yield rep if last else self.rng.choice(self.company.colleagues_of(rep))
            yield None
        if customer.owner_id:
            yield rep

    def _returns(self, customer) -> int:
        weights = RETURNS["pooled" if customer.pool_id else "owned"]
        returns = self.rng.choices(range(len(weights)), weights)[0]
        return max(returns, 1) if customer.pk in self.nights.leavers else returns

    def _instants(self, customer, count) -> list[datetime]:
        """From the creation to the last move, in order."""
        first, last = customer.created_at, customer.updated_at
        if customer.pk in self.nights.leavers:
            last = self.nights.left_at(customer)
        if customer.pk in self.tossed:
            begin = self.now - LATELY
            return [first, *(begin + LATELY * part for part in (0, 0.2, 0.4, 0.6))]
        between = sorted(first + (last - first) * self.rng.random() for _n in range(count - 2))
        return [first, *between, last][:count]

    def _entry(self, customer, owner, before, at) -> LedgerEntry:
        pool = self.company.region_of[holder(customer).pk]
        said = self._said(customer, owner, before, at)
        ends = {"from_owner": before, "to_owner": owner}
        if said["verb"] != Verb.CREATED:
            ends["from_pool"] = None if before else pool
        ends["to_pool"] = None if owner else pool
        return LedgerEntry(customer=customer, at=at, **said, **ends)

    def _said(self, customer, owner, before, at) -> dict:
        """Which verb, and who said it why."""
        if at == customer.created_at:
            return {"verb": Verb.CREATED, "by": owner or customer.created_by}
        if owner is None:
            return self._released(customer, before, at)
        if customer.pk in self.tossed or self.rng.random() < CLAIMED:
            return {"verb": Verb.CLAIMED, "by": owner}
        return {"verb": Verb.ASSIGNED, "by": owner.team.manager}

    def _released(self, customer, owner, at) -> dict:
        leaves = customer.pk in self.nights.leavers
        if leaves and at == self.nights.left_at(customer):
            return {"verb": Verb.RELEASED, **self.nights.said(customer)}
        key = self.rng.choice(list(words.RETURNED))
        reason = reasons.stored(key, self.rng.choice(words.RETURNED[key]))
        return {"verb": Verb.RELEASED, "by": owner, "reason": reason}

    def _stand(self, customer, entries: list[LedgerEntry]):
        """How the customer stands after its last entry."""
        released = [entry for entry in entries if entry.verb == Verb.RELEASED]
        at = entries[-1].at
        customer.owned_since, customer.pooled_since = (
            (at, None) if customer.owner_id else (None, at)
        )
        customer.origin = self._origin(entries)
        customer.returned = len(released)
        customer.return_reason = released[-1].reason if released else ""
        columns = ("pk", "owned_since", "pooled_since", "origin", "returned", "return_reason")
        self.standing.append(tuple(getattr(customer, name) for name in columns))

    def _origin(self, entries) -> str:
        """How its last owner came by it."""
        takings = [entry for entry in entries if entry.to_owner]
        if not takings:
            return Origin.IMPORTED
        if takings[-1].verb != Verb.CREATED:
            return Origin(takings[-1].verb)
        return Origin.IMPORTED if self.rng.random() < IMPORTED else Origin.OWN


def holder(customer: Customer) -> User:
    """Who holds the customer, or whoever had it before it went to the pool."""
    return customer.owner or cast(User, customer.created_by)
