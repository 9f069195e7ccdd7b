"""The three lists of customers, pool and contacts keep the contract of every grid."""

import pytest

from customers.axes_loader import load_standard_axes
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from tests.factories import make_axis, make_category, make_contact, make_customer
from tests.grids.contract import GridContract


@pytest.fixture
def axis():
    return make_axis("segment", "Segment")


@pytest.mark.usefixtures("axis")
class TestCustomers(GridContract):
    grid, url = CustomerGrid, "customers:list"

    def make(self, owner):
        return make_customer(owner=owner)


@pytest.mark.usefixtures("axis")
class TestPool(GridContract):
    grid, url = PoolGrid, "customers:pool"

    def make(self, owner):
        return make_customer(pool=owner.team)


@pytest.mark.usefixtures("axis")
class TestContacts(GridContract):
    grid, url = ContactGrid, "customers:contacts"

    def make(self, owner):
        return make_contact(make_customer(owner=owner))


class TestFifteenAxes(TestCustomers):
    """The same, with the axes of a real installation."""

    @pytest.fixture(autouse=True)
    def axes(self):
        load_standard_axes()

    def test_every_axis_is_a_column_and_a_filter(self):
        grid = self.asked()
        assert len([column for column in grid.columns if column.css == "category"]) == 16
        assert {"industry", "region", "value", "purchase_cycle"} <= grid.filterset.filters.keys()


@pytest.mark.django_db
def test_a_new_axis_is_a_column_a_filter_and_an_order_at_once():
    axis = make_axis("mood", "Mood")
    grid = CustomerGrid(user=None, params={})
    assert "mood" in grid.columns_by_name
    assert make_category(axis).axis == axis
