"""Whose sight a pair of probable duplicates is in: that of both its customers, and no masked field
is told by the reason."""

from django.apps import apps
from django.db import models
from django.db.models import Q

MASKABLE = ("credit_code", "phones", "contact.mobile", "contact.phone")
"""What reasons may tell of; names never are masked."""


class PairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which `user` may read both, with the reasons that may be told them."""
        customers = apps.get_model("customers.Customer").objects.visible_to(user).values("pk")
        return self.filter(told_to(user), a__in=customers, b__in=customers)

    def waiting(self):
        return self.filter(dismissed_at=None)


def told_to(user) -> Q:
    # The masks ask the models.
    from customers.pool.masking import Masks

    closed, masks = Q(), Masks(user)
    for way in ("a__", "b__"):
        for key in MASKABLE:
            closed |= masks.closed(key, way) or Q()
    if not closed:
        return Q(is_whole=True)
    return (Q(is_whole=True) & ~closed) | (Q(is_open=True) & closed)
