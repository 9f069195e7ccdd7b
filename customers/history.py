"""What changed on a customer and its contacts, field by field, old and new."""

from dataclasses import replace
from itertools import zip_longest

from crm import history
from crm.history import Change, FieldChange
from customers.models import Axis, Category, Contact, Customer
from customers.own_fields.telling import own_differences
from customers.pool.masking import CONTACT, OPEN, Mask

ARRAY, OWN_VALUES = "category_ids", "own"


def changes_of(customer) -> list[Change]:
    """The changes of the customer and of the people at it, newest first; of a customer that came
    covered, covered like it."""
    mask, customer = uncovered(customer)
    own = history.changes(customer, differences=_differences())
    people = Contact.objects.filter(customer=customer)
    theirs = history.changes(
        *people, differences=_contact_differences(), about=lambda contact: contact.name
    )
    told = [_covered(change, mask) for change in own]
    told += [_covered(change, mask, CONTACT) for change in theirs]
    return sorted(told, key=lambda change: change.at, reverse=True)


def uncovered(customer) -> tuple[Mask, Customer]:
    """The customer's mask and the customer without it: what changed is told by true values."""
    mask = getattr(customer, "mask", OPEN)
    return mask, Customer.objects.get(pk=customer.pk) if mask else customer


def _covered(change: Change, mask: Mask, of: str = "") -> Change:
    fields = [
        replace(
            field,
            old=mask.text(of + field.name, field.old),
            new=mask.text(of + field.name, field.new),
        )
        for field in change.fields
    ]
    return replace(change, fields=fields, about=mask.text(f"{CONTACT}name", change.about))


def _differences():
    axes = Axis.objects.in_bulk(field_name="position")
    categories, own = _Names(), own_differences(Customer)

    def differences(before, after):
        yield from history.field_changes(Customer, before, after, skip={ARRAY, OWN_VALUES})
        yield from own(before, after)
        pairs = zip_longest(before.category_ids, after.category_ids)
        for position, (old, new) in enumerate(pairs, start=1):
            if old != new:
                yield FieldChange(axes[position].name, categories[old], categories[new])

    return differences


def _contact_differences():
    own = own_differences(Contact)

    def differences(before, after):
        yield from history.field_changes(Contact, before, after, skip={OWN_VALUES})
        yield from own(before, after)

    return differences


class _Names(dict):
    """Categories by id, as texts, each read once."""

    def __missing__(self, pk):
        category = Category.objects.filter(pk=pk).select_related("parent").first()
        self[pk] = category.short_path if category else ""
        return self[pk]
