"""What makes a pool useful: its list, and the digest on a pooled customer's page."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from crm.refusals import NotAllowed
from customers.grids import PoolGrid
from customers.models import Customer
from tests.factories import make_customer, make_user
from tests.factories_sales import days_ago, make_activity, make_opportunity
from tests.house import browser_of
from tests.pool.ruling import FIELDS, MOBILE, make_secretive, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(house):
    """Held, worked on and given back, twice."""
    customer = make_secretive(house.east, by=house.manager)
    customer.claim(by=house.owner)
    for day in range(4):
        make_activity(customer, by=house.owner, text=f"Step {day}", happened_at=days_ago(9 - day))
    make_activity(customer, by=house.owner, text=f"王守仁 wants a call on {MOBILE}")
    make_activity(customer, by=house.owner, text="Only planned", due_at=days_ago(-3))
    make_opportunity(customer, by=house.owner, name="New valves", need="Three lines by May")
    customer.release(by=house.owner, reason="no_budget", text="Ask again in spring")
    customer.claim(by=house.manager)
    customer.release(by=house.manager, reason="no_access")
    return customer


def page_of(customer, user) -> str:
    return browser_of(user).get(customer.get_absolute_url()).content.decode()


def grid(user, query="") -> PoolGrid:
    return PoolGrid(user, QueryDict(query))


def names(user, query="") -> list[str]:
    return [row.name for row in grid(user, query).page.rows]


class TestTheDigest:
    def test_it_tells_why_how_often_and_who(self, house, returned):
        page = page_of(returned, house.mate)
        for told in ("returned 2 times", "nobody to be reached", "Owner", "Manager"):
            assert told in page

    def test_it_tells_the_need_and_the_last_three_actions(self, house, returned):
        page = page_of(returned, house.mate)
        for told in ("New valves", "Three lines by May", "Step 3", "Step 2"):
            assert told in page
        assert "Step 1" not in page
        assert "Only planned" not in page

    def test_its_texts_lead_to_nobody_even_without_a_rule(self, house, returned):
        page = page_of(returned, house.mate)
        assert "王守仁 wants a call on ****" in page

    def test_names_in_its_texts_are_masked_where_names_are(self, house, returned):
        rule(house.east, masked=["contact.name"])
        page = page_of(returned, house.mate)
        assert "王** wants a call on ****" in page
        assert "守仁" not in page

    def test_it_says_how_many_claims_are_left(self, house, returned):
        rule(house.east, claim_limit={"most": 5, "period": "week"})
        make_customer("One", pool=house.east).claim(by=house.mate)
        assert "4 of 5 claims left this week" in page_of(returned, house.mate)

    def test_a_claim_that_would_be_refused_says_why(self, house, returned):
        rule(house.east, claim_limit={"most": 1, "period": "week"})
        make_customer("One", pool=house.east).claim(by=house.mate)
        assert "the limit is 1 a week" in page_of(returned, house.mate)

    def test_an_owned_customer_has_none(self, house, returned):
        returned.claim(by=house.mate)
        assert "In the pool" not in page_of(returned, house.mate)


class TestTheList:
    def test_it_shows_times_and_reason(self, house, returned):
        page = browser_of(house.mate).get(reverse("customers:pool")).content.decode()
        assert "nobody to be reached" in page
        assert ">2<" in page

    def test_it_is_narrowed_by_reason_pool_and_state(self, house, returned):
        assert names(house.mate, "return_reason=no_access") == [returned.name]
        assert names(house.mate, "return_reason=no_budget") == []
        assert names(house.mate, f"pool={house.east.pk}&state=returned") == [returned.name]

    def test_new_this_week_leaves_out_what_lay_there_before(self, house, returned):
        old = timezone.now() - timedelta(days=8)
        Customer.objects.filter(pk=house.pooled.pk).update(pooled_since=old)
        assert names(house.mate, "state=new") == [returned.name]

    def test_one_may_choose_among_the_pools_one_may_look_into(self, house):
        pools = grid(house.mate).all_filters["pool"].operator.choices
        assert [name for _pk, name in pools] == ["East"]
        told = grid(house.mate, f"pool={house.west.pk}").all_problems
        assert any("“pool” was ignored" in problem for problem in told)

    def test_without_a_pool_it_says_so(self):
        assert "No pool is open to you." in str(grid(make_user()).empty_title)

    def test_a_mask_costs_the_same_for_one_and_three_rows(self, house, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        rule(house.east, masked=FIELDS)
        client, url = browser_of(house.mate), reverse("customers:contacts")
        make_secretive(house.east, by=house.manager)
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for number in range(2):
            make_secretive(house.east, by=house.manager, name=f"Works {number}")
        with django_assert_num_queries(len(one)):
            client.get(url)


class TestWhoMayDoWhat:
    """Members claim, pool managers assign."""

    def test_a_member_claims_but_does_not_assign(self, house):
        with pytest.raises(NotAllowed, match="Only a manager"):
            house.pooled.assign(house.owner, by=house.mate)
        house.pooled.claim(by=house.mate)
        assert house.pooled.owner == house.mate

    def test_a_manager_assigns_to_a_member(self, house):
        house.pooled.assign(house.mate, by=house.manager)
        assert house.pooled.owner == house.mate

    def test_a_stranger_claims_nothing(self, house):
        with pytest.raises(NotAllowed, match="which is not yours"):
            house.pooled.claim(by=house.stranger)


class TestCoveredRecords:
    def test_a_covered_value_is_never_written_back(self, house):
        from customers.doors import customer_for

        rule(house.east, masked=FIELDS)
        pooled = make_secretive(house.east, by=house.manager)
        covered = customer_for(house.mate, pooled.pk)
        with pytest.raises(TypeError, match="covered"):
            covered.save(update_fields=["phones"])

    def test_a_covered_customer_can_be_claimed(self, house):
        from customers.doors import customer_for

        rule(house.east, hidden=FIELDS)
        pooled = make_secretive(house.east, by=house.manager)
        customer_for(house.mate, pooled.pk).claim(by=house.mate)
        pooled.refresh_from_db()
        assert (pooled.owner, pooled.remarks[:8]) == (house.mate, "Qzremark")
