"""The door to a deleted row."""

from django.shortcuts import get_object_or_404

from customers.doors import customer_for
from sales.choosing import open_customers


def deleted_for(user, model, pk):
    """A deleted row, for whoever may bring it back."""
    customers = open_customers(user).values("pk")
    deleted = model.objects.filter(deleted_at__isnull=False, customer__in=customers)
    record = get_object_or_404(deleted, pk=pk)
    record.access = customer_for(user, record.customer_id, right="edits_inside").access
    return record
