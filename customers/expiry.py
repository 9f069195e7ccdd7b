"""Shares whose time is up leave the arrays within a minute.

On a single record they stop counting by the second, since `Customer.access_of` asks the shares
themselves; the lists test arrays, which change when the share's row goes.
"""

from django.utils import timezone

from customers.models import Customer, TeamShare, UserShare


def end_expired_shares() -> int:
    """Ends every expired share, one transaction a customer; says how many ended."""
    # The verbs lock the customer before its shares; any other order could deadlock with them.
    return sum(customer.end_expired_shares() for customer in customers_with_expired_shares())


def customers_with_expired_shares():
    now = timezone.now()
    ids = {
        id
        for shares in (UserShare.objects, TeamShare.objects)
        for id in shares.filter(expires_at__lte=now).values_list("content_object_id", flat=True)
    }
    return Customer.objects.filter(pk__in=ids).order_by("pk")
