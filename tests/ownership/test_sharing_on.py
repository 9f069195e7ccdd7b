"""Passing a share on: within its own width and time, and only while it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.expiry import end_expired_shares
from customers.models import UserShare
from customers.rules.sections import Sharing
from tests.factories import make_user
from tests.factories_rules import make_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(house):
    """`mate` may pass on that they read the card."""
    make_rules(sharing=Sharing(may_reshare=True))
    share(house.customer, house.mate, house.owner, may_reshare=True)
    return house


def share(customer, receiver, by, scope="card", **right):
    customer.share(receiver, by=by, scope=scope, **right)


def reads(customer, user):
    return type(customer).objects.visible_to(user).filter(pk=customer.pk).exists()


def test_passing_on_is_off_unless_the_rules_allow_it(house):
    with pytest.raises(Refused) as caught:
        share(house.customer, house.mate, house.owner, may_reshare=True)
    assert caught.value.rule == "sharing"


def test_the_receiver_passes_on_what_they_have(passed):
    share(passed.customer, passed.stranger, passed.mate)
    assert reads(passed.customer, passed.stranger)


@pytest.mark.parametrize("wider", [{"scope": "everything"}, {"may_edit": True}])
def test_nobody_passes_on_more_than_they_have(passed, wider):
    with pytest.raises(NotAllowed):
        share(passed.customer, passed.stranger, passed.mate, **wider)
    assert not reads(passed.customer, passed.stranger)


def test_nobody_passes_on_for_longer_than_they_have(passed):
    end = timezone.now() + timedelta(days=3)
    share(passed.customer, passed.mate, passed.owner, until=end, may_reshare=True)
    with pytest.raises(NotAllowed):
        share(passed.customer, passed.stranger, passed.mate)
    share(passed.customer, passed.stranger, passed.mate, until=end)


def test_what_was_passed_on_ends_with_the_share(passed):
    share(passed.customer, passed.stranger, passed.mate)
    passed.customer.unshare(passed.mate, by=passed.owner)
    assert not reads(passed.customer, passed.stranger)


def test_what_was_passed_on_ends_when_the_share_expires(passed):
    share(passed.customer, passed.stranger, passed.mate)
    UserShare.objects.filter(user=passed.mate).update(expires_at=timezone.now())
    end_expired_shares()
    assert not reads(passed.customer, passed.stranger)


def test_who_got_it_at_second_hand_passes_nothing_on(passed):
    share(passed.customer, passed.stranger, passed.mate)
    with pytest.raises(NotAllowed):
        share(passed.customer, make_user("Third"), passed.stranger)


def test_a_share_of_the_owners_is_not_changed_by_another_receiver(passed):
    share(passed.customer, passed.stranger, passed.owner, scope="everything")
    with pytest.raises(Refused):
        share(passed.customer, passed.stranger, passed.mate)


def test_who_passed_it_on_may_end_it_and_nobody_elses(passed):
    share(passed.customer, passed.stranger, passed.mate)
    passed.customer.unshare(passed.stranger, by=passed.mate)
    assert not reads(passed.customer, passed.stranger)
    share(passed.customer, passed.stranger, passed.owner)
    with pytest.raises(NotAllowed):
        passed.customer.unshare(passed.stranger, by=passed.mate)


def test_a_team_that_may_pass_on_lends_that_to_its_members(passed):
    third = make_user("Third")
    passed.customer.unshare(passed.mate, by=passed.owner)
    share(passed.customer, passed.west, passed.owner, may_reshare=True)
    share(passed.customer, third, passed.stranger)
    assert reads(passed.customer, third)
    passed.customer.unshare(passed.west, by=passed.owner)
    assert not reads(passed.customer, third)


def test_the_owner_sees_every_share_and_who_gave_it(passed):
    share(passed.customer, passed.stranger, passed.mate)
    given = {(s.receiver, s.granted_by) for s in passed.customer.shares()}
    assert given == {(passed.mate, passed.owner), (passed.stranger, passed.mate)}


def test_the_rules_may_limit_how_long_a_share_lasts(house):
    make_rules(sharing=Sharing(longest_days=30))
    with pytest.raises(Refused):
        share(house.customer, house.mate, house.owner)
    share(house.customer, house.mate, house.owner, until=timezone.now() + timedelta(days=29))


def test_what_was_passed_on_ends_when_the_share_narrows(passed):
    share(passed.customer, passed.mate, passed.owner, scope="everything", may_reshare=True)
    share(passed.customer, passed.stranger, passed.mate, scope="everything")
    share(passed.customer, passed.mate, passed.owner, may_reshare=True)
    assert not reads(passed.customer, passed.stranger)


def test_what_was_passed_on_ends_when_it_may_no_longer_be_passed_on(passed):
    share(passed.customer, passed.stranger, passed.mate)
    share(passed.customer, passed.mate, passed.owner)
    assert not reads(passed.customer, passed.stranger)


def test_a_wider_share_leaves_what_was_passed_on(passed):
    share(passed.customer, passed.stranger, passed.mate)
    share(passed.customer, passed.mate, passed.owner, scope="everything", may_reshare=True)
    assert reads(passed.customer, passed.stranger)


def test_whoever_left_the_team_leaves_nothing_of_its_share_behind(passed):
    third = make_user("Third")
    share(passed.customer, passed.west, passed.owner, may_reshare=True)
    share(passed.customer, third, passed.stranger)
    passed.stranger.team = passed.east
    passed.stranger.save(update_fields=["team"])
    passed.customer.unshare(passed.west, by=passed.owner)
    assert not reads(passed.customer, third)


def test_what_a_second_right_still_covers_stays(passed):
    third = make_user("Third")
    share(passed.customer, passed.east, passed.owner, may_reshare=True)
    share(passed.customer, third, passed.mate)
    passed.customer.unshare(passed.east, by=passed.owner)
    assert reads(passed.customer, third)


def test_rules_that_forbid_it_now_bind_those_who_were_allowed_before(passed):
    make_rules(sharing=Sharing(may_reshare=False), effective_from=timezone.localdate())
    with pytest.raises(NotAllowed):
        share(passed.customer, passed.stranger, passed.mate)
