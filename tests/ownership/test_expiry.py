from datetime import timedelta

import pytest
from django.utils import timezone

from customers.expiry import end_expired_shares
from customers.forms.verbs import ShareForm
from customers.models import UserShare
from customers.tasks import end_shares
from tests.ownership.looking import last_entry, reload, sees


@pytest.fixture
def run_out(house):
    """A share whose time has just passed, the clock not having come by yet."""
    until = timezone.now() + timedelta(hours=1)
    house.customer.share(house.mate, by=house.owner, scope="everything", until=until)
    house.customer.share(house.stranger, by=house.owner, scope="card", until=until)
    passed = timezone.now() - timedelta(milliseconds=1)
    UserShare.objects.filter(user=house.mate).update(expires_at=passed)
    return house


def test_on_the_record_a_share_ends_by_the_second(run_out):
    assert not reload(run_out.customer).access_of(run_out.mate).reads
    assert reload(run_out.customer).access_of(run_out.stranger).reads


def test_the_clock_ends_what_has_run_out_and_nothing_else(run_out):
    assert end_expired_shares() == 1
    assert [share.user for share in run_out.customer.shares()] == [run_out.stranger]
    assert not sees(run_out.mate, run_out.customer)


def test_the_end_by_the_clock_is_written_down_as_nobodys(run_out):
    end_expired_shares()
    entry = last_entry(run_out.customer)
    assert (entry.verb, entry.by, entry.receiver_user) == ("unshared", None, run_out.mate)
    assert entry.details == {"expired": True}


def test_a_second_run_finds_nothing(run_out):
    end_expired_shares()
    assert end_expired_shares() == 0


def test_the_worker_calls_it_every_minute(run_out):
    end_shares(timestamp=0)
    assert last_entry(run_out.customer).verb == "unshared"


def test_shares_of_a_deleted_customer_end_too(run_out):
    run_out.customer.delete(by=run_out.owner)
    assert end_expired_shares() == 1


def test_a_share_ends_before_the_calendar_does(house):
    posted = {"receiver": house.mate.pk, "scope": "card", "until": "9999-12-31"}
    form = ShareForm(posted, user=house.owner, customer=house.customer)
    assert list(form.errors) == ["until"]
