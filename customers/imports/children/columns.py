"""Columns of a sheet that no list has: by what a row names its customer, and who wrote it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.grid import Column
from customers import standards
from customers.models import CustomerKey
from customers.source_systems.columns import SourceKeys


class Told(Column):
    """A text that tells which record is meant; `read` writes it as records have it."""

    def __init__(self, label, read: Callable[[str], Any] = str.strip):
        super().__init__(label, importable=True)
        self.read = read

    def bind(self, name, model):
        self.name, self.model, self.field = name, model, None
        return self

    def reader(self):
        return self.read


class CustomerKeys(SourceKeys):
    """The same as `SourceKeys`, of the customer."""

    def __init__(self, keys, **options):
        super().__init__(keys, **options)
        self.label = _("Customer: key in the source system")


def of_customers() -> dict[str, Column]:
    """By what a row names its customer besides the name."""
    return {
        "customer.credit_code": Told(_("Customer: credit code"), standards.credit_code),
        "customer.phone": Told(_("Customer: phone"), standards.phones),
        "customer.source_keys": CustomerKeys(CustomerKey),
    }
