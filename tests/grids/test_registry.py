"""Lists are known by their keys; rooms above add columns to the lists below."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.grid import Text
from crm.grid.grid import Grid
from crm.grid.registry import add_column, grid_named, grids, register_grid
from customers.grids import CustomerGrid
from tests.factories import make_user


@pytest.fixture
def lists():
    class Above(CustomerGrid):
        pass

    class Below(Above):
        pass

    return Above, Below


def test_every_list_is_found_by_its_key_and_has_a_page():
    assert grid_named("customers") is CustomerGrid
    assert all(reverse(grid.url_name) for grid in grids())


def test_keys_are_not_shared():
    assert len({grid.key for grid in grids()}) == len(grids()) >= 11


def test_an_unknown_key_names_nothing():
    assert grid_named("nothing") is None


def test_a_list_without_a_key_is_not_registered():
    class Nameless(Grid):
        pass

    with pytest.raises(ValueError, match="Nameless"):
        register_grid(Nameless)


@pytest.mark.django_db
def test_a_column_from_above_stands_in_the_list_and_its_heirs_only(lists):
    above, below = lists
    add_column(above, "call_name", Text("Call name", path="short_name"))
    for grid in lists:
        assert grid(make_user(), QueryDict()).columns_by_name["call_name"].heading == "Call name"
    assert "call_name" not in CustomerGrid.declared
