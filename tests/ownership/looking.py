"""What tests look at after a verb."""

from customers.models import Customer, LedgerEntry


def reload(customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


def last_entry(customer) -> LedgerEntry:
    return customer.ledger.order_by("-at", "-pk").first()


def sees(user, customer) -> bool:
    return Customer.objects.visible_to(user).filter(pk=customer.pk).exists()
