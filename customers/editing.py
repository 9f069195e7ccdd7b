"""How the rows of this room's lists, and of those above, are changed in the list and deleted."""

from functools import partial

from crm.grid.changes.editing import Doubt, Editing
from crm.grid.removing.declaring import Removing
from customers import contacts, duplicates
from customers.doors import child_for, customer_for, deleted_contact_for
from customers.duplicates import Typed
from customers.forms.contact import ContactForm
from customers.forms.customer import CustomerForm
from customers.models import Contact, Customer
from customers.pool.masking import Masks
from customers.visibility import EDITORS

CHECKED = {"name", "phones", "credit_code"}
EDITS, INSIDE = "edits", "edits_inside"


def changeable_by(user):
    return Customer.objects.visible_to(user, EDITORS)


def writable_inside(user):
    return Customer.objects.writable_inside_by(user)


CUSTOMERS_OF = {EDITS: changeable_by, INSIDE: writable_inside}


def children(form, right=INSIDE) -> Editing:
    """For a model whose rows belong to a customer, where `right` at the customer lets change."""
    return Editing(form, partial(child_to_change, form, right), partial(changeable, form, right))


def child_to_change(form, right, user, pk):
    return child_for(user, form._meta.model, pk, right=right)


def changeable(form, right, user):
    model = form._meta.model
    customers = CUSTOMERS_OF[right](user).values("pk")
    return model.objects.visible_to(user).filter(**{f"{model.customer_path}__in": customers})


def covered(user):
    return Masks(user).covered


def who_has_it_too(user):
    """Who has what is new in one field of a customer, in the words of the form that asks."""
    lookup = duplicates.Lookup(user)

    def doubts(customer, field, old, new) -> list[Doubt]:
        if field not in CHECKED:
            return []
        found = lookup.look(only_new(field, old, new), customer.pk)
        return [Doubt(text, url) for text, url in found.sentences]

    return doubts


def only_new(field, old, new) -> Typed:
    if field != "phones":
        return Typed.read(**{field: new})
    before, after = (Typed.read(phones=split(value)).phones for value in (old, new))
    return Typed(phones=tuple(number for number in after if number not in before))


def split(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value or ""]


CUSTOMERS = Editing(
    CustomerForm, partial(customer_for, right=EDITS), changeable_by, covered, who_has_it_too
)
CONTACTS = Editing(
    ContactForm,
    partial(child_to_change, ContactForm, EDITS),
    lambda user: changeable(ContactForm, EDITS, user).select_related(Contact.customer_path),
    covered,
)
CONTACTS_GO = Removing(CONTACTS.door, contacts.put_aside, deleted_contact_for, contacts.bring_back)
