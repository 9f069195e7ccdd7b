"""Conditions of a shared view name nothing that its reader may not see."""

from django.http import QueryDict

from sales.grids import ActivityGrid
from tests.factories_sales import make_activity
from tests.factories_views import make_view


def opened(user, view):
    return ActivityGrid(user, QueryDict(f"view={view.pk}"))


def test_a_customer_in_a_condition_is_named_to_who_may_see_it_only(house):
    view = make_view(
        house.owner, f"customer={house.customer.pk}", grid="activities", team=house.east
    )
    (chip,) = opened(house.owner, view).chips
    assert "Hengyu Machines" in chip.text
    theirs = opened(house.mate, view)
    assert theirs.chips == []
    assert theirs.all_problems == [
        f"The filter “customer” was ignored: “{house.customer.pk}” is unknown."
    ]


def test_what_is_gone_is_said_like_what_is_not_open(house):
    gone = make_view(house.owner, "customer=999999", grid="activities", team=house.east)
    told = opened(house.mate, gone).all_problems
    assert told == ["The filter “customer” was ignored: “999999” is unknown."]


def test_a_condition_that_is_ignored_shows_no_more_than_ones_own_rows(house):
    make_activity(house.customer)
    view = make_view(
        house.owner, f"customer={house.customer.pk}", grid="activities", team=house.east
    )
    assert opened(house.owner, view).count.number == 1
    assert opened(house.mate, view).count.number == 0
