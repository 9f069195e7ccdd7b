"""A believable ledger, some shares and protections, and edits with their history."""

import random
from datetime import datetime, timedelta
from typing import cast

import pghistory
from django.db import connection
from django.utils import timezone

from crm.models import User
from crm.people.demo import Company
from customers.demo import words
from customers.models import Customer, LedgerEntry

MOVED, SHARED, PROTECTED, EDITED = 0.35, 140, 90, 300
Verb = LedgerEntry.Verb


class Past:
    """What happened to the customers before anybody opened the demo."""

    def __init__(self, rng: random.Random, company: Company, now: datetime):
        self.rng, self.company, self.now = rng, company, now

    def build(self, customers: list[Customer]):
        entries = [entry for customer in customers for entry in self._hands(customer)]
        LedgerEntry.objects.bulk_create(entries, 2_000)
        owned = [customer for customer in customers if customer.owner_id]
        for customer in self.rng.sample(owned, SHARED):
            self._share(customer)
        for customer in self.rng.sample(owned, PROTECTED):
            self._protect(customer)
        self._edit(self.rng.sample(owned, EDITED))

    def _hands(self, customer: Customer):
        """The entries from the creation to how the customer stands now."""
        rep = holder(customer)
        region = self.company.region_of[rep.pk]
        moved = self.rng.random() < MOVED
        began_pooled = bool(customer.pool_id) if not moved else not customer.pool_id
        first = {"to_pool": region} if began_pooled else {"to_owner": rep}
        yield self._entry(customer, Verb.CREATED, customer.created_at, rep, **first)
        if moved and customer.owner_id:
            yield self._taken(customer, rep, region)
        elif moved:
            reason = self.rng.choice(words.RELEASE_REASONS)
            ends = {"from_owner": rep, "to_pool": region, "reason": reason}
            yield self._entry(customer, Verb.RELEASED, customer.updated_at, rep, **ends)

    def _taken(self, customer, rep, region):
        ends = {"from_pool": region, "to_owner": rep}
        if self.rng.random() < 0.6:
            return self._entry(customer, Verb.CLAIMED, customer.updated_at, rep, **ends)
        manager = rep.team.manager
        return self._entry(customer, Verb.ASSIGNED, customer.updated_at, manager, **ends)

    def _entry(self, customer, verb, at, by, **ends):
        return LedgerEntry(customer=customer, verb=verb, at=at, by=by, **ends)

    def _share(self, customer: Customer):
        others = [rep for rep in self.company.reps if rep.pk != customer.owner_id]
        scope = self.rng.choice(["card", "everything"])
        until = self.now + timedelta(days=self.rng.randrange(10, 120))
        customer.share(
            self.rng.choice(others),
            by=customer.owner,
            scope=scope,
            may_edit=self.rng.random() < 0.4,
            until=self.rng.choice([None, until]),
        )

    def _protect(self, customer: Customer):
        until = timezone.localdate(self.now) + timedelta(days=self.rng.randrange(5, 90))
        reason = self.rng.choice(words.PROTECT_REASONS)
        customer.protect(by=customer.owner, until=until, reason=reason)

    def _edit(self, customers: list[Customer]):
        """Edits through the door that keeps history, then dates them back."""
        for customer in customers:
            with pghistory.context(user=customer.owner_id):
                customer.remarks = self.rng.choice(words.REMARKS) + "已回访。"
                customer.save(update_fields=["remarks"])
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE customers_customerevent e
                SET pgh_created_at = c.created_at + (now() - c.created_at) * (e.pgh_id % 97) / 97
                FROM customers_customer c WHERE c.id = e.pgh_obj_id
                """
            )


def holder(customer: Customer) -> User:
    """Who holds the customer, or whoever had it before it went to the pool."""
    return customer.owner or cast(User, customer.created_by)
