from datetime import timedelta

import pytest
from django.utils import timezone

from crm.refusals import NotAllowed, Refused
from customers.models import Customer
from tests.ownership.looking import last_entry, reload, sees


def soon():
    return timezone.now() + timedelta(days=7)


@pytest.mark.parametrize(
    ("scope", "may_edit", "expected"),
    [
        ("card", False, (True, False, False, False)),
        ("card", True, (True, False, True, False)),
        ("everything", False, (True, True, False, False)),
        ("everything", True, (True, True, True, True)),
    ],
)
def test_a_share_gives_what_it_says(house, scope, may_edit, expected):
    house.customer.share(house.mate, by=house.owner, scope=scope, may_edit=may_edit)
    access = reload(house.customer).access_of(house.mate)
    assert (access.reads, access.inside, access.edits, access.edits_inside) == expected


def test_the_lists_agree_with_the_record(house):
    house.customer.share(house.mate, by=house.owner, scope="card", may_edit=True)
    found = [
        Customer.objects.visible_to(house.mate, array).filter(pk=house.customer.pk).exists()
        for array in ("reader_ids", "insider_ids", "editor_ids")
    ]
    assert found == [True, False, True]


def test_a_share_with_a_team_opens_to_its_members(house):
    house.customer.share(house.west, by=house.owner, scope="card")
    assert sees(house.stranger, house.customer)
    assert reload(house.customer).reader_ids == [house.owner.pk, -house.west.pk]


def test_a_share_with_a_team_opens_to_the_teams_below_it(house):
    house.customer.share(house.company, by=house.owner, scope="card")
    assert sees(house.stranger, house.customer)


def test_a_share_with_a_rep_is_seen_by_the_reps_manager(house):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    west_manager = house.director
    assert sees(west_manager, house.customer)


def test_sharing_again_changes_the_share(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    house.customer.share(house.mate, by=house.owner, scope="card", until=soon())
    (share,) = house.customer.shares()
    assert (share.scope, share.may_edit) == ("card", False)
    assert not reload(house.customer).access_of(house.mate).edits


def test_a_share_is_written_down(house):
    until = soon()
    house.customer.share(house.west, by=house.owner, scope="everything", may_edit=True, until=until)
    entry = last_entry(house.customer)
    assert (entry.verb, entry.receiver, entry.until) == ("shared", house.west, until)
    assert entry.details == {"scope": "everything", "may_edit": True}


def test_the_owner_ends_a_share(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.unshare(house.mate, by=house.owner)
    assert not sees(house.mate, house.customer)
    assert (last_entry(house.customer).verb, last_entry(house.customer).receiver_user) == (
        "unshared",
        house.mate,
    )


def test_a_receiver_may_give_a_share_back(house):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.unshare(house.mate, by=house.mate)
    assert not sees(house.mate, house.customer)


def test_a_receiver_may_not_end_the_share_of_another(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    house.customer.share(house.stranger, by=house.owner, scope="card")
    with pytest.raises(NotAllowed):
        house.customer.unshare(house.stranger, by=house.mate)


def test_ending_a_share_that_is_not_there_is_refused_and_leaves_no_entry(house):
    entries = house.customer.ledger.count()
    with pytest.raises(Refused, match="not shared"):
        house.customer.unshare(house.mate, by=house.owner)
    assert house.customer.ledger.count() == entries


def test_what_one_may_read_one_may_not_share(house):
    house.customer.share(house.mate, by=house.owner, scope="everything", may_edit=True)
    with pytest.raises(NotAllowed):
        house.customer.share(house.stranger, by=house.mate, scope="card")


def test_a_pooled_customer_is_not_shared(house):
    with pytest.raises(Refused, match="no owner"):
        house.pooled.share(house.mate, by=house.manager, scope="card")


def test_the_owner_is_no_receiver(house):
    with pytest.raises(Refused, match="sees everything already"):
        house.customer.share(house.owner, by=house.manager, scope="card")


def test_an_end_in_the_past_is_refused(house):
    past = timezone.now() - timedelta(minutes=1)
    with pytest.raises(Refused, match="in the past"):
        house.customer.share(house.mate, by=house.owner, scope="card", until=past)
