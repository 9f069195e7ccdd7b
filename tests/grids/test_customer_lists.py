"""The three lists of customers, pool and contacts keep the contract of every grid."""

import pytest
from django.http import QueryDict

from crm.people.models import User
from customers.axes_data import STANDARD_AXES
from customers.axes_loader import load_standard_axes
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.models import Contact, Customer, OwnField
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_own_field,
    make_user,
)
from tests.grids.contract import GridContract
from tests.own_fields.sampling import SAMPLES

KEYS = [axis.key for axis in STANDARD_AXES]


@pytest.fixture
def axis():
    return make_axis("segment", "Segment")


@pytest.fixture
def own_fields():
    """An own field of every kind on customers and on contacts."""
    for model in (Customer, Contact):
        for sample in SAMPLES:
            make_own_field(sample.kind, f"Own {sample.kind}", model=model)


def filled(model) -> dict:
    """What every second record has in its own fields; the first of a list has them."""
    if model.objects.count() % 2:
        return {}
    stored = {sample.kind: sample.stored for sample in SAMPLES}
    return {field.key: stored[field.kind] for field in OwnField.objects.of(model)}


@pytest.mark.usefixtures("axis", "own_fields")
class TestCustomers(GridContract):
    grid, url = CustomerGrid, "customers:list"

    def make(self, owner):
        return make_customer(owner=owner, own=filled(Customer))


@pytest.mark.usefixtures("axis", "own_fields")
class TestPool(GridContract):
    grid, url = PoolGrid, "customers:pool"

    def editor(self):
        return User.objects.filter(is_admin=True).first() or make_user("Admin", is_admin=True)

    def reader(self, row):
        return self.owner

    def said_by(self, action):
        return self.editor() if action.url.endswith("/edit/") else self.boss

    def take_out_of_sight(self, row):
        """Whoever may edit what lies in a pool sees everything that lives."""
        if self.actor.is_admin:
            self.put_aside(row)
        else:
            super().take_out_of_sight(row)

    def make(self, owner):
        return make_customer(pool=owner.team, own=filled(Customer))


@pytest.mark.usefixtures("axis", "own_fields")
class TestContacts(GridContract):
    grid, url = ContactGrid, "customers:contacts"

    def make(self, owner):
        return make_contact(make_customer(owner=owner), own=filled(Contact))


@pytest.mark.django_db
def test_the_fifteen_axes_are_columns_and_filters():
    load_standard_axes()
    grid = CustomerGrid(make_user(), QueryDict())
    assert [c.name for c in grid.columns if c.css == "category"][:3] == KEYS[:3]
    assert set(KEYS) <= grid.all_filters.keys()


@pytest.mark.django_db
def test_a_new_axis_is_a_column_a_filter_and_an_order_at_once():
    happy = make_category(make_axis("mood", "Mood"), "Happy")
    rep = make_user()
    make_customer("smiling", owner=rep, categories=[happy])
    make_customer("not", owner=rep)
    grid = CustomerGrid(rep, QueryDict(f"mood={happy.pk}&sort=mood&cols=name,mood"))
    assert [column.heading for column in grid.shown_columns] == ["Name", "Mood"]
    assert [row.cells[1][1] for row in grid.table] == ["Happy"]
