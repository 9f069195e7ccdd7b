"""Warned once for a date, owner and then manager; nobody is lost unwarned."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm import workdays
from crm.models import Leave, Notice
from customers.models import ReleaseWarning
from customers.release import warning
from customers.rules.sections import Warning
from tests.factories import make_contact, make_customer
from tests.release.making import backdate, done, refreshed, set_rules
from tests.release.test_night import a_night, releases

pytestmark = pytest.mark.django_db


def warned(team, *rules, owner_days=(5, 1), manager_days=(), **release):
    section = Warning(owner_days=owner_days, manager_days=manager_days)
    return set_rules(team, *rules, sections={"warning": section}, **release)


def due_in(customer, days):
    """Due at the end of the working day so many of them from now."""
    until = workdays.after(timezone.localdate(), days, customer.owner)
    return backdate(customer, 300, protected_until=until)


def told(user):
    return [(one.kind, one.count) for one in Notice.objects.filter(user=user, kind="warned")]


@pytest.fixture
def near(house):
    warned(house.east, manager_days=(1,))
    return due_in(house.customer, 5)


def test_the_owner_is_warned_when_the_first_threshold_is_reached(near, house):
    assert warning.warn() == 1
    assert told(house.owner) == [("warned", 1)]
    assert told(house.manager) == []


def test_nobody_is_warned_before(house):
    warned(house.east)
    due_in(house.customer, 6)
    assert warning.warn() == 0


def test_nobody_is_warned_twice_for_one_date(near, house):
    warning.warn()
    assert warning.warn() == 0
    assert ReleaseWarning.objects.count() == 1


def test_the_nearer_threshold_warns_again_and_the_manager_too(near, house):
    warning.warn()
    ReleaseWarning.objects.update(due_at=due_in(near, 1).release_due_at)
    assert warning.warn() == 2
    assert told(house.manager) == [("warned", 1)]


def test_another_date_is_warned_of_anew(near, house):
    warning.warn()
    due_in(near, 3)
    assert warning.warn() == 1


def test_several_become_one_notice_that_leads_to_the_list(near, house):
    due_in(make_customer(owner=house.owner), 2)
    due_in(make_customer(owner=house.owner), 4)
    warning.warn()
    notice = Notice.objects.get(user=house.owner)
    assert (notice.count, notice.link) == (3, "/release/leaving/")


def test_days_of_leave_do_not_count(near, house):
    today = timezone.localdate()
    last = workdays.after(today, 5) - timedelta(days=1)
    Leave.objects.create(person=house.owner, first_day=today, last_day=last, created_by=house.owner)
    refreshed(near)
    (coming,) = warning.coming_to(house.owner, 5)
    assert coming.left <= 1


def test_whoever_is_to_be_warned_loses_nobody_unwarned(house):
    warned(house.east)
    backdate(house.customer, 300)
    assert (a_night().released, a_night().unwarned) == (0, 1)
    warning.warn()
    assert a_night().released == 0
    ReleaseWarning.objects.update(at=timezone.now() - timedelta(days=1))
    assert a_night().released == 1


def test_a_warning_of_another_date_does_not_count(house):
    warned(house.east)
    backdate(house.customer, 300)
    warning.warn()
    ReleaseWarning.objects.update(
        at=timezone.now() - timedelta(days=1), due_at=timezone.now() - timedelta(days=3)
    )
    assert a_night().released == 0


def test_whoever_acts_after_the_warning_keeps_the_customer(house):
    warned(house.east)
    make_contact(house.customer)
    customer = backdate(house.customer, 300)
    warning.warn()
    ReleaseWarning.objects.update(at=timezone.now() - timedelta(days=1))
    done(customer, 0)
    assert a_night().released == 0 and not releases().exists()
