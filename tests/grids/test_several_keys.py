"""The menu of a heading makes orders of several columns."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from crm.grid.ordering import MOST_KEYS
from customers.grids import CustomerGrid
from tests.factories import make_user


def menu_of(column, query=""):
    return CustomerGrid(make_user(), QueryDict(f"column={column}&{query}")).menu


def sorts(orders) -> list[tuple[str, bool]]:
    return [(QueryDict(order.url[1:])["sort"], order.is_current) for order in orders]


@pytest.mark.django_db
class TestTheMenu:
    def test_a_column_comes_after_those_of_the_order(self):
        menu = menu_of("name", "sort=-owner")
        assert sorts(menu.orders) == [("name", False), ("-name", False)]
        assert sorts(menu.further_orders) == [("-owner,name", False), ("-owner,-name", False)]
        assert (menu.others_said, menu.without_url) == ("Owner", "")

    def test_one_of_several_is_turned_round_or_left_out(self):
        menu = menu_of("owner", "sort=-owner,name")
        assert sorts(menu.orders) == [("owner", False), ("-owner", False)]
        assert sorts(menu.further_orders) == [("name,owner", False), ("name,-owner", True)]
        assert menu.without_url == "?sort=name"

    def test_where_nothing_was_ordered_there_is_nothing_to_come_after(self):
        assert menu_of("owner").further_orders == []
        assert menu_of("name", "sort=name").further_orders == []
        assert sorts(menu_of("name", "sort=name").orders) == [("name", True), ("-name", False)]

    def test_the_order_stays_as_long_as_a_list_may_have(self):
        names = "owner,name,created,last_activity"
        assert names.count(",") + 1 == MOST_KEYS
        [(rising, _current), _falling] = sorts(menu_of("address", f"sort={names}").further_orders)
        assert rising == "owner,name,created,address"

    def test_headings_of_several_keys_are_numbered(self):
        def ranks(query):
            grid = CustomerGrid(make_user(), QueryDict(f"cols=name,owner,created&{query}"))
            return [head.rank for head in grid.headings]

        assert ranks("sort=created,-name") == [2, 0, 1]
        assert ranks("sort=name") == [0, 0, 0]

    def test_the_numbers_are_spoken_where_there_are_several(self):
        def spoken(query):
            grid = CustomerGrid(make_user(), QueryDict(f"cols=name,owner&{query}"))
            heads = grid.headings
            return [render_to_string("crm/grid/heads/_heading.html", {"head": h}) for h in heads]

        name, owner = spoken("sort=owner,-name")
        assert '<span class="sr">sort key 2 of 2</span>' in name
        assert '<span class="sr">sort key 1 of 2</span>' in owner
        assert "sort key" not in "".join(spoken("sort=name"))
        with translation.override("zh-hans"):
            assert "第2排序依据，共2项" in spoken("sort=owner,-name")[0]
