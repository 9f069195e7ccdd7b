"""What changed on a customer and its contacts, field by field, old and new."""

from itertools import zip_longest

from crm import history
from crm.history import Change, FieldChange
from customers.models import Axis, Category, Contact, Customer

ARRAY = "category_ids"


def changes_of(customer) -> list[Change]:
    """The changes of the customer and of the people at it, newest first."""
    own = history.changes(customer, differences=_differences())
    people = Contact.objects.filter(customer=customer)
    theirs = history.changes(*people, about=lambda contact: contact.name)
    return sorted([*own, *theirs], key=lambda change: change.at, reverse=True)


def _differences():
    axes = Axis.objects.in_bulk(field_name="position")
    categories = _Names()

    def differences(before, after):
        yield from history.field_changes(Customer, before, after, skip={ARRAY})
        pairs = zip_longest(before.category_ids, after.category_ids)
        for position, (old, new) in enumerate(pairs, start=1):
            if old != new:
                yield FieldChange(axes[position].name, categories[old], categories[new])

    return differences


class _Names(dict):
    """Categories by id, as texts, each read once."""

    def __missing__(self, pk):
        category = Category.objects.filter(pk=pk).select_related("parent").first()
        self[pk] = category.short_path if category else ""
        return self[pk]
