from customers.models.axes import Axis, Category
from customers.models.contact import Contact
from customers.models.customer import Customer
from customers.models.imports import ImportRow, SheetImport
from customers.models.ledger import LedgerEntry
from customers.models.share import TeamShare, UserShare

__all__ = [
    "Axis",
    "Category",
    "Contact",
    "Customer",
    "ImportRow",
    "LedgerEntry",
    "SheetImport",
    "TeamShare",
    "UserShare",
]
