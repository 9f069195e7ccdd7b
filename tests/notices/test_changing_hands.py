"""Who is told when a customer changes hands, by the verbs themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers import noticing
from customers.expiry import end_expired_shares
from customers.models import Batch, UserShare
from tests.factories import make_customer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(user) -> list[str]:
    return [notice.sentence for notice in user.notices.order_by("pk")]


def test_who_is_assigned_a_customer_is_told(house):
    house.pooled.assign(house.mate, by=house.manager)
    assert told(house.mate) == ["Manager assigned Pooled Tools to you."]
    assert house.mate.notices.get().link == f"/customers/{house.pooled.pk}/"
    assert told(house.manager) == []


def test_whom_it_was_taken_from_is_told_who_holds_it_now(house):
    house.customer.assign(house.mate, by=house.manager)
    assert told(house.owner) == ["Manager gave your customer Hengyu Machines to Mate."]
    assert told(house.mate) == ["Manager assigned Hengyu Machines to you."]


def test_a_bulk_assignment_is_one_notice_for_each_side(house):
    batch = Batch.objects.create(kind=Batch.Kind.VERB, by=house.manager)
    for _number in range(3):
        make_customer(owner=house.owner).assign(house.mate, by=house.manager, batch=batch)
    make_customer(owner=house.mate).assign(house.owner, by=house.manager, batch=batch)
    assert told(house.mate)[0] == "Manager assigned 3 customers to you."
    assert house.mate.notices.first().link == "/customers/"
    assert told(house.owner)[0] == "Manager gave 3 of your customers to others."
    assert [len(told(house.mate)), len(told(house.owner))] == [2, 2]


def test_who_claims_tells_nobody(house):
    house.pooled.claim(by=house.mate)
    assert told(house.mate) == told(house.manager) == []


def test_who_is_shared_a_customer_with_is_told_and_a_team_is_not(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.share(house.west, by=house.owner, scope="card")
    assert told(house.mate) == ["Owner shared Hengyu Machines with you."]
    assert told(house.stranger) == []


def test_who_loses_a_share_by_the_clock_is_told_once(house):
    until = timezone.now() + DAY
    house.customer.share(house.mate, by=house.owner, scope="card", until=until)
    house.mate.notices.all().delete()
    UserShare.objects.update(expires_at=timezone.now() - DAY)
    end_expired_shares()
    end_expired_shares()
    assert told(house.mate) == ["Hengyu Machines is no longer shared with you: the share ran out."]


def test_a_share_ended_by_hand_is_no_notice(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.unshare(house.mate, by=house.owner)
    assert len(told(house.mate)) == 1


def test_an_owner_who_releases_is_not_told_and_one_released_by_another_is(house):
    other = make_customer("Yuanda", owner=house.owner)
    house.customer.release(by=house.owner, reason="no_need")
    other.release(by=house.manager, reason="no_need")
    assert told(house.owner) == ["Manager released your customer Yuanda to the pool of East."]


def test_a_refused_verb_tells_nobody(house):
    with pytest.raises(Exception, match="Hengyu"):
        house.customer.claim(by=house.mate)
    assert told(house.owner) == told(house.mate) == []


def test_warnings_of_one_night_are_one_notice_to_the_owner_and_one_to_the_manager(house):
    day = timezone.localdate() + DAY
    rows = [(house.owner.pk, n, f"Customer {n}", day) for n in range(3)]
    rows += [(house.manager.pk, n, f"Customer {n}", day, "Owner") for n in range(3)]
    rows += [(house.manager.pk, 9, "Mine", day)]
    noticing.warned(noticing.Warned(*row) for row in rows)
    soon = "3 of your customers will be released soon, unless you act."
    assert told(house.owner) == [soon]
    assert set(told(house.manager)) == {
        "3 customers of your team will be released soon.",
        f"Mine will be released on {day:%m-%d}, unless you act.",
    }


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ("keep", "Owner asks to keep Hengyu Machines."),
        ("extend", "Owner asks to extend the protection of Hengyu Machines."),
        ("access", "Owner asks for access to Hengyu Machines."),
        ("dispute", "Owner disputes who holds Hengyu Machines."),
        ("other", "Owner asks you to decide about Hengyu Machines."),
    ],
)
def test_who_may_decide_is_asked(house, request_, sentence):
    noticing.asked(
        [house.manager], house.customer, by=house.owner, request=request_, url="/customers/"
    )
    assert told(house.manager) == [sentence]


@pytest.mark.parametrize(("granted", "word"), [(True, "agreed to"), (False, "declined")])
def test_who_asked_is_told_what_became_of_it(house, granted, word):
    given = {"by": house.manager, "request": "keep", "granted": granted}
    noticing.decided([house.owner], house.customer, **given)
    assert told(house.owner) == [f"Manager {word} your request about Hengyu Machines."]
