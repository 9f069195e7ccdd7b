"""A customer's last activity, next step and won date follow from its rows."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from crm.history import steps
from sales import engagement
from sales.forms.activity import ActivityForm
from sales.models import Activity
from tests.factories import make_user
from tests.factories_sales import (
    days_ago,
    in_days,
    make_activity,
    make_opportunity,
    make_order,
    make_sold_to,
)

pytestmark = pytest.mark.django_db


def engagement_of(customer):
    customer.refresh_from_db()
    return customer.last_activity_at, customer.next_activity_at, customer.won_at


def test_a_customer_nobody_met_has_none_of_the_three():
    assert engagement_of(make_sold_to()) == (None, None, None)


def test_the_last_activity_is_the_latest_done_one_whatever_the_order_of_entry():
    customer, late, early = make_sold_to(), days_ago(1), days_ago(9)
    for day in (late, early):
        make_activity(customer, happened_at=day)
    assert engagement_of(customer)[0] == late


def test_the_next_step_is_the_earliest_planned_one():
    customer, soon = make_sold_to(), in_days(2)
    for day in (in_days(8), soon):
        make_activity(customer, due_at=day)
    assert engagement_of(customer) == (None, soon, None)


def test_a_plan_that_is_done_moves_from_next_to_last():
    customer = make_sold_to()
    activity = make_activity(customer, due_at=in_days(2))
    activity.complete(by=customer.owner)
    assert engagement_of(customer) == (activity.happened_at, None, None)
    activity.reopen(by=customer.owner)
    assert engagement_of(customer) == (None, activity.due_at, None)


def test_deleting_the_last_activity_uncovers_the_one_before_and_restoring_covers_it_again():
    customer, before, last = make_sold_to(), days_ago(5), days_ago(1)
    make_activity(customer, happened_at=before)
    activity = make_activity(customer, happened_at=last)
    activity.put_aside(by=customer.owner)
    assert engagement_of(customer)[0] == before
    activity.restore()
    assert engagement_of(customer)[0] == last


def test_a_customer_is_won_by_the_first_won_opportunity_and_not_by_a_lost_one():
    customer = make_sold_to()
    make_opportunity(customer).lose(by=customer.owner, reason="price")
    assert engagement_of(customer)[2] is None
    opportunity = make_opportunity(customer)
    opportunity.win(by=customer.owner)
    assert engagement_of(customer)[2] == opportunity.closed_at
    opportunity.reopen(by=customer.owner)
    assert engagement_of(customer)[2] is None


def test_an_earlier_order_wins_the_customer_at_the_start_of_its_local_day():
    customer = make_sold_to()
    make_opportunity(customer).win(by=customer.owner)
    order = make_order(customer, ordered_on=date(2020, 2, 29))
    assert timezone.localtime(engagement_of(customer)[2]).isoformat() == "2020-02-29T00:00:00+08:00"
    order.put_aside(by=customer.owner)
    assert engagement_of(customer)[2].year > 2020


def test_keeping_up_leaves_version_and_change_date_of_the_customer_alone():
    customer = make_sold_to()
    before = (customer.version, customer.updated_at)
    make_activity(customer)
    customer.refresh_from_db()
    assert (customer.version, customer.updated_at) == before


def test_another_customer_is_not_touched():
    bystander = make_sold_to()
    make_activity(bystander, happened_at=days_ago(3))
    before = engagement_of(bystander)
    make_activity(make_sold_to())
    assert engagement_of(bystander) == before


def test_bulk_writers_add_up_once_for_many_customers():
    customers, now = [make_sold_to(), make_sold_to()], timezone.now()
    Activity.objects.bulk_create(
        Activity(
            customer=c,
            kind="call",
            text="x",
            happened_at=now,
            author=c.owner,
            created_by=c.owner,
            updated_by=c.owner,
        )
        for c in customers
    )
    engagement.refresh([c.pk for c in customers])
    assert [engagement_of(c)[0] for c in customers] == [now, now]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_activities_logged_at_once_the_latest_counts(attempt):
    customer, days = make_sold_to(), range(1, 7)
    barrier = threading.Barrier(len(days))

    def log(day):
        barrier.wait()
        make_activity(customer, by=customer.owner, happened_at=day)
        connection.close()

    moments = [days_ago(day) for day in days]
    threads = [threading.Thread(target=log, args=[moment]) for moment in moments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert customer.activities.count() == len(days)
    assert engagement_of(customer)[0] == max(moments)


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_completes_once_and_says_so_the_second_time():
    rep = make_user()
    activity = make_activity(make_sold_to(rep), due_at=in_days(1))
    barrier, said = threading.Barrier(2), []

    def tap():
        mine = Activity.objects.get(pk=activity.pk)
        barrier.wait()
        try:
            mine.complete(by=rep)
            said.append("done")
        except engagement.Refused as refusal:
            said.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("done") == 1 and "already marked done" in " ".join(said)


@pytest.mark.django_db(transaction=True)
def test_a_correction_and_a_tap_at_once_wait_for_each_other_and_both_hold():
    rep = make_user()
    customer = make_sold_to(rep)
    activities = [make_activity(customer, due_at=in_days(1)) for _n in range(4)]
    barrier, failed = threading.Barrier(8), []

    def run(verb, activity):
        barrier.wait()
        try:
            verb(Activity.objects.get(pk=activity.pk))
        except Exception as error:
            failed.append(error)
        connection.close()

    def correct(activity):
        shown = ActivityForm(instance=activity)
        said = {name: shown[name].value() or "" for name in shown.fields}
        assert ActivityForm(said | {"text": "corrected"}, instance=activity).settle(by=rep)

    def complete(activity):
        activity.complete(by=rep)

    jobs = [(verb, activity) for activity in activities for verb in (correct, complete)]
    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    after = customer.activities.values_list("text", "status")
    assert set(after) == {("corrected", "done")}


def test_a_row_destroyed_for_good_no_longer_counts():
    activity = make_activity()
    activity.delete()
    assert engagement_of(activity.customer)[0] is None


def test_who_deleted_and_who_brought_back_is_remembered():
    activity, colleague = make_activity(), make_user("Zhou Min")
    activity.put_aside(by=colleague)
    activity.bring_back(by=activity.author)
    assert [step.by for step in steps(activity)] == [activity.author, colleague]
