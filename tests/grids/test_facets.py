"""The values of a column with their counts: right, only of what one sees, never of what is masked."""

from collections import Counter

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from customers.models import Customer
from intel.grids import DossierGrid
from sales.grids import ActivityGrid
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_user,
)
from tests.factories_intel import make_dossier
from tests.factories_sales import make_activity
from tests.house import browser_of
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db


def facet_of(user, column, query="", find="", grid=CustomerGrid):
    found = grid(user, QueryDict(query))
    return found.columns_by_name[column].facet(found, find)


def counts(user, column, query="", find="", grid=CustomerGrid) -> dict:
    facet = facet_of(user, column, query, find, grid)
    return {option.label: option.count for option in facet.options}


@pytest.fixture
def region():
    axis = make_axis("region", "Region")
    zhejiang = make_category(axis, "Zhejiang", name_zh="浙江")
    hangzhou = make_category(axis, "Hangzhou", parent=zhejiang, name_zh="杭州")
    ningbo = make_category(axis, "Ningbo", parent=zhejiang, name_zh="宁波")
    fujian = make_category(axis, "Fujian", name_zh="福建")
    return axis, zhejiang, hangzhou, ningbo, fujian


class TestCategories:
    def test_what_is_below_counts_above(self, house, region):
        _axis, zhejiang, hangzhou, ningbo, _fujian = region
        for category in (zhejiang, hangzhou, hangzhou, ningbo):
            make_customer(owner=house.owner, categories=[category])
        assert counts(house.owner, "region") == {
            "none": 2,
            "Zhejiang": 4,
            "Hangzhou": 2,
            "Ningbo": 1,
        }

    def test_levels_are_indented_and_in_the_order_of_the_tree(self, house, region):
        make_customer(owner=house.owner, categories=[region[2]])
        found = facet_of(house.owner, "region").options
        assert [(o.label, o.depth) for o in found[1:]] == [("Zhejiang", 0), ("Hangzhou", 1)]

    @pytest.mark.parametrize("find", ["hang", "杭州", "hz", "HANGZHOU"])
    def test_they_are_found_by_name_pinyin_and_initials(self, house, region, find):
        for category in region[1:]:
            make_customer(owner=house.owner, categories=[category])
        assert counts(house.owner, "region", find=find) == {"Zhejiang · Hangzhou": 1}

    def test_a_large_tree_shows_its_upper_levels_and_finds_the_rest(self, house, region):
        _axis, _zhejiang, hangzhou, *_rest = region
        towns = [make_category(region[0], f"Town {n}", parent=hangzhou) for n in range(60)]
        for town in towns:
            make_customer(owner=house.owner, categories=[town])
        facet = facet_of(house.owner, "region")
        assert [option.label for option in facet.options] == ["none", "Zhejiang", "Hangzhou"]
        assert facet.left_out == 60
        assert list(counts(house.owner, "region", find="Town 59").values()) == [1]

    def test_what_is_chosen_stays_in_sight(self, house, region):
        facet = facet_of(house.owner, "region", f"region={region[4].pk}", find="hangzhou")
        assert [(o.label, o.chosen, o.count) for o in facet.options] == [("Fujian", True, 0)]


class TestPeople:
    def test_those_with_most_rows_come_first(self, house):
        for owner in (house.mate, house.mate, house.mate, house.owner):
            make_customer(owner=owner)
        found = counts(house.director, "owner")
        assert list(found.items()) == [("none", 1), ("Mate", 3), ("Owner", 2)]

    def test_me_stays_me(self, house):
        (me,) = [o for o in facet_of(house.owner, "owner", "owner=me").options if o.chosen]
        assert (me.value, me.label, me.count) == ("me", "me", 1)

    def test_my_team_stays_my_team(self, house):
        make_customer(owner=house.mate)
        (team,) = [o for o in facet_of(house.owner, "owner", "owner=team").options if o.chosen]
        shown = CustomerGrid(house.owner, QueryDict("owner=team")).count.number
        assert (team.value, team.count) == ("team", shown)
        assert shown

    @pytest.mark.parametrize("find", ["李", "lina", "ln"])
    def test_they_are_found_by_pinyin(self, house, find):
        make_customer(owner=make_user("李娜", team=house.east))
        assert counts(house.director, "owner", find=find) == {"李娜": 1}


def test_a_column_leaves_its_own_filter_out_and_keeps_the_others(house, region):
    _axis, zhejiang, hangzhou, _ningbo, fujian = region
    make_customer("泵业", owner=house.owner, categories=[hangzhou])
    make_customer("泵站", owner=house.owner, categories=[fujian])
    make_customer("机械", owner=house.owner, categories=[fujian])
    found = counts(house.owner, "region", f"region={zhejiang.pk}&name=泵")
    assert found == {"Zhejiang": 1, "Hangzhou": 1, "Fujian": 1}


def test_states_and_quick_match_narrow_the_counts(house):
    assert counts(house.owner, "owner", "state=mine") == {"Owner": 1}
    assert counts(house.owner, "owner", "q=pooled") == {"none": 1}


def test_a_row_with_several_choices_counts_under_each(house):
    make_dossier(make_contact(house.customer), roles=["decider", "user"])
    make_dossier(make_contact(house.customer), roles=["user"])
    found = counts(house.owner, "roles", grid=DossierGrid)
    assert (found["decider"], found["user"], found["initiator"]) == (1, 2, 0)


def test_activities_are_counted_by_customer(house):
    for _number in range(2):
        make_activity(house.customer, by=house.owner)
    assert counts(house.owner, "customer", grid=ActivityGrid) == {"Hengyu Machines": 2}


def test_a_chosen_customer_one_may_not_see_is_not_named(house):
    query = f"customer={house.customer.pk}"
    assert counts(house.stranger, "customer", query, grid=ActivityGrid) == {}


def test_it_is_one_grouped_query_whatever_the_number_of_values(house, region):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert facet_of(house.owner, "region").options
        return len(queries), sum("GROUP BY" in query["sql"] for query in queries)

    make_customer(owner=house.owner, categories=[region[2]])
    cost()
    one = cost()
    for category in region[1:]:
        make_customer(owner=house.owner, categories=[category])
    assert one == cost()
    assert one[1] == 1


class TestTexts:
    def test_what_is_written_most_often_comes_first_whatever_its_case(self, house):
        for job in ("Buyer", "Engineer", "buyer", "BUYER", ""):
            make_contact(house.customer, title=job)
        found = counts(house.owner, "job", grid=ContactGrid)
        assert [label.lower() for label in found] == ["buyer", "engineer"]
        assert list(found.values()) == [3, 1]

    def test_one_is_chosen_and_asked_for_to_the_letter(self, house):
        make_contact(house.customer, title="Buyer, chief")
        facet = facet_of(house.owner, "job", "job_is=Buyer, chief", grid=ContactGrid)
        assert (facet.parameter, facet.input_type) == ("job_is", "radio")
        assert [(o.value, o.chosen) for o in facet.options] == [("Buyer, chief", True)]

    def test_too_many_rows_are_not_listed_but_said(self, house, settings):
        settings.COUNT_UP_TO = 1
        for _number in range(3):
            make_contact(house.customer, title="Buyer")
        facet = facet_of(house.owner, "job", grid=ContactGrid)
        assert facet.options == []
        assert "narrow them down" in facet.refusal

    def test_names_and_prose_are_not_listed(self, house):
        grid = CustomerGrid(house.owner, QueryDict())
        listed = {column.name for column in grid.columns if column.has_facet}
        assert not {"name", "remarks", "business_scope"} & listed


class TestMaskedPools:
    """Covered values are not counted; the reasons everybody knows are."""

    def test_covered_names_leave_the_rows_out(self, house):
        rule(house.east, masked=["contact.name"])
        make_contact(house.pooled, "王守仁")
        grid = ContactGrid(house.mate, QueryDict())
        assert grid.countable(grid.columns_by_name["name"]).count() == 0
        assert grid.countable(grid.columns_by_name["customer"]).count() == 1

    def test_a_known_reason_is_counted_whatever_was_added(self, house):
        rule(house.east, masked=["phones"])
        Customer.objects.filter(pk=house.pooled.pk).update(return_reason="no_budget: ring 123")
        found = counts(house.mate, "return_reason", grid=PoolGrid)
        assert found["No budget"] == 1
        assert sum(found.values()) == 1


PEOPLE = ["owner", "mate", "manager", "director", "stranger", "admin"]


@pytest.fixture
def crowd(house, region):
    """Customers of all kinds: held here and there, pooled, shared, classified or not."""
    holders = [house.owner, house.mate, house.stranger]
    for number in range(18):
        category = [None, *region[1:]][number % 5]
        place = {"pool": house.east} if number % 4 == 3 else {"owner": holders[number % 3]}
        made = make_customer(by=house.manager, categories=[category] if category else [], **place)
        if number % 5 == 0 and made.owner:
            friend = house.stranger if made.owner == house.mate else house.mate
            made.share(friend, by=made.owner, scope="card")
    return list(Customer.objects.select_related("owner"))


@given(
    who=st.sampled_from(PEOPLE),
    chosen=st.sets(st.integers(0, 4)),
    owners=st.sets(st.sampled_from(PEOPLE[:3] + ["none"])),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_facet_agrees_with_counting_by_hand(house, region, crowd, who, chosen, owners):
    user, axis = getattr(house, who), region[0]
    above = {region[2].pk: region[1].pk, region[3].pk: region[1].pk}
    places = {"none" if n == 0 else region[n].pk for n in chosen}
    holders = {"none" if o == "none" else getattr(house, o).pk for o in owners}
    query = f"region={','.join(map(str, places))}&owner={','.join(map(str, holders))}"
    seen = [customer for customer in crowd if customer.access_of(user).reads]

    def regions(customer):
        own = customer.category_on(axis)
        return {own or "none", above.get(own, own or "none")}

    def holder(customer):
        return customer.owner_id or "none"

    by_region = Counter(
        place
        for customer in seen
        if not holders or holder(customer) in holders
        for place in regions(customer)
    )
    by_owner = Counter(
        holder(customer) for customer in seen if not places or regions(customer) & places
    )
    assert counted(user, "region", query) == by_region
    assert counted(user, "owner", query) == by_owner


def counted(user, column, query) -> dict:
    options = facet_of(user, column, query).options
    return {int(o.value) if o.value.isdigit() else o.value: o.count for o in options if o.count}


class TestTheMenu:
    def html(self, user, query):
        return browser_of(user).get(f"/customers/?{query}").content.decode()

    def test_it_offers_the_orders_in_the_words_of_the_type(self, house):
        assert "A to Z" in self.html(house.owner, "part=head&column=name")
        assert "Newest first" in self.html(house.owner, "part=head&column=changed")

    def test_it_keeps_the_rest_of_the_state(self, house):
        html = self.html(house.owner, "part=head&column=owner&name=Heng&sort=-name&cols=name,owner")
        for name, value in (("name", "Heng"), ("sort", "-name"), ("cols", "name,owner")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in html
        assert 'name="part"' not in html

    def test_it_clears_its_own_filter_only(self, house):
        html = self.html(house.owner, "part=head&column=owner&owner=me&name=Heng")
        assert 'href="?name=Heng">Clear</a>' in html

    def test_an_unknown_column_opens_nothing_and_breaks_nothing(self, house):
        for part in ("head", "facet"):
            assert self.html(house.owner, f"part={part}&column=nonsense").strip() == ""

    def test_the_heading_of_a_filtered_column_says_so(self, house):
        grid = CustomerGrid(house.owner, QueryDict("owner=me&created_from=2020-01-01"))
        assert grid.filtered_columns == {"owner", "created"}
