"""What the search box finds here: customers and contacts, by any spelling or digits of a number."""

from crm.shell.search import Hit
from customers.models import Contact, Customer, CustomerKey
from customers.pool.masking import Masks


def find_customers(user, query: str, limit: int) -> list[Hit]:
    visible = Customer.objects.visible_to(user).select_related("owner", "pool")
    found = Masks(user).openly(visible.matching(query), query)
    if keyed := visible.filter(pk__in=CustomerKey.objects.having(query.strip()))[:limit]:
        found = found.exclude(pk__in=[customer.pk for customer in keyed])
    found = [*keyed, *found.order_by("sort_name", "pk")[: limit - len(keyed)]]
    return [
        Hit(c.name, str(c.owner or c.pool), c.get_absolute_url(), spans(c.name, query))
        for c in found
    ]


def find_contacts(user, query: str, limit: int) -> list[Hit]:
    found = Contact.objects.visible_to(user).matching(query).select_related("customer")
    masks = Masks(user)
    people = masks.openly(found, query).order_by("sort_name", "pk")[:limit]
    return [
        Hit(c.name, about(c), c.get_absolute_url(), spans(c.name, query))
        for c in masks.cover(people)
    ]


def about(contact) -> str:
    return " · ".join(filter(None, [contact.title, contact.customer.name, contact.mobile]))


def spans(title: str, query: str) -> list[tuple[int, int]]:
    """Where the words of the query stand in the title as they were typed."""
    folded, found = title.casefold(), []
    for word in query.casefold().split():
        if (start := folded.find(word)) >= 0:
            found.append((start, start + len(word)))
    return found
