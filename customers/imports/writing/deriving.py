"""The columns that follow from a record's names and numbers, for records that are no objects."""

from crm.matching import Matchable
from customers.models import Contact, Customer


class Deriver:
    """Derives by the model's own rule, on one object that is filled anew for each record."""

    def __init__(self, model: type[Matchable]):
        self.pattern = model()
        self.by = model.matched_by
        self.empty = {name: getattr(self.pattern, name) for name in self.by}
        self.columns = model.derived

    def derive(self, record: dict) -> dict:
        pattern = self.pattern
        for name in self.by:
            setattr(pattern, name, record.get(name) or self.empty[name])
        pattern.derive_names()
        return {column: getattr(pattern, column) for column in self.columns}

    def after(self, record: dict, changed: set[str]) -> dict:
        """Only where something changed that they follow from."""
        return {} if changed.isdisjoint(self.by) else self.derive(record)


def derive_new(rows: list[dict]):
    """Adds to the values of checked rows what their new records are found by."""
    of_customers, of_contacts = Deriver(Customer), Deriver(Contact)
    for values in rows:
        if (customer := values.get("customer")) and "id" in customer:
            customer |= of_customers.derive(customer)
        if contact := values.get("new_contact"):
            contact |= of_contacts.derive(contact)
