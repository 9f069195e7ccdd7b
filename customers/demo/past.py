"""A believable ledger, some shares and protections, and edits with their history."""

import random
from datetime import datetime, timedelta

import pghistory
from django.db import connection
from django.utils import timezone

from crm.people.demo import Company
from customers.demo import words
from customers.demo.hands import Hands
from customers.demo.nights import Nights
from customers.models import Customer

SHARED, PROTECTED, EDITED = 140, 90, 300


class Past:
    """What happened to the customers before anybody opened the demo."""

    def __init__(self, rng: random.Random, company: Company, now: datetime):
        self.rng, self.company, self.now = rng, company, now

    def build(self, customers: list[Customer], nights: Nights):
        nights.choose(customers)
        Hands(self.rng, self.company, self.now, nights).build(customers)
        owned = [customer for customer in customers if customer.owner_id]
        for customer in self.rng.sample(owned, SHARED):
            self._share(customer)
        for customer in self.rng.sample(owned, PROTECTED):
            self._protect(customer)
        self._edit(self.rng.sample(owned, EDITED))

    def _share(self, customer: Customer):
        others = [rep for rep in self.company.reps if rep.pk != customer.owner_id]
        scope = self.rng.choice(["card", "everything"])
        until = self.now + timedelta(days=self.rng.randrange(10, 120))
        customer.share(
            self.rng.choice(others),
            by=customer.owner,
            scope=scope,
            may_edit=self.rng.random() < 0.4,
            until=until,
        )

    def _protect(self, customer: Customer):
        until = timezone.localdate(self.now) + timedelta(days=self.rng.randrange(5, 90))
        reason = self.rng.choice(words.PROTECT_REASONS)
        step = self.rng.choice(words.NEXT_STEPS)
        customer.protect(by=customer.owner, until=until, reason=reason, next_step=step)

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
