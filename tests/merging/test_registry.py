"""Nothing that hangs on a customer is forgotten by a merge: each room answers for its own rows."""

from django.apps import apps
from django.db.models import ForeignKey

from customers.merging.belongings import all_links, all_moving, answered_for
from customers.merging.people import STAYING, all_of_person
from customers.models import Contact, Customer


def foreign_keys_to(target) -> set[str]:
    """As "app.Model.field"; the history's own tables are snapshots."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not model.__name__.endswith("Event")
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is target
    }


def test_every_foreign_key_to_a_customer_is_moved_or_said_to_stay():
    assert foreign_keys_to(Customer) == answered_for()


def test_every_foreign_key_to_a_contact_goes_with_a_person_who_becomes_one():
    registered = {f"{each.model}.{each.field}" for each in all_of_person()}
    assert foreign_keys_to(Contact) == registered | STAYING


def test_what_hangs_on_contacts_and_customers_both_is_linked():
    both = {key.rpartition(".")[0] for key in foreign_keys_to(Contact)}
    moving = {one.model for one in all_moving()}
    linked = {link.model for link in all_links()}
    assert both & moving <= linked
