"""What has an end of its own: shares, and protections.

Shares whose time is up leave the arrays within a minute. On a single record they stop counting
by the second, since `Customer.access_of` asks the shares themselves; the lists test arrays, which
change when the share's row goes. A protection stops counting by its date; its owner is told.
"""

from django.utils import timezone

from customers.models import Customer, TeamShare, UserShare
from customers.protecting import ran_out


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


def note_ended_protections() -> int:
    """Writes down which protections ran out and tells their owners, each once; says how many."""
    ended = ran_out(Customer.objects.order_by("pk"))
    return sum(customer.note_end_of_protection() for customer in ended)
