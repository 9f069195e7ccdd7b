import pytest
from django.db import DatabaseError, transaction

from customers import telling
from tests.ownership.looking import last_entry


def test_the_ledger_can_be_neither_changed_nor_deleted(house):
    for write in (
        lambda: house.customer.ledger.update(reason="x"),
        last_entry(house.customer).delete,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_a_life_is_told_in_sentences(house):
    house.pooled.claim(by=house.mate)
    house.pooled.share(house.west, by=house.mate, scope="card")
    house.pooled.unshare(house.west, by=house.mate)
    house.pooled.claim(by=house.mate)
    house.pooled.assign(house.owner, by=house.manager, reason="Nearer")
    house.pooled.release(by=house.owner, reason="Closed")
    house.pooled.delete(by=house.manager)
    house.pooled.undelete(by=house.manager)
    told = [telling.tell(entry) for entry in reversed(telling.ledger_of(house.pooled))]
    assert told == [
        "Manager added it to the pool of East.",
        "Mate claimed it from the pool of East.",
        "Mate shared the card and its contacts with West, to read.",
        "Mate ended the share with West.",
        "Mate kept it to themselves: 0 shares ended.",
        "Manager assigned it from Mate to Owner.",
        "Owner released it from Owner to the pool of East.",
        "Manager deleted it.",
        "Manager restored it.",
    ]


def test_every_verb_has_its_sentence():
    assert set(telling.TELLERS) == set(telling.Verb)


def test_the_ledger_is_told_with_the_same_number_of_queries(house, django_assert_num_queries):
    house.customer.share(house.mate, by=house.owner, scope="card")
    house.customer.claim(by=house.owner)
    with django_assert_num_queries(2):  # the second for what came with a merge
        assert len([telling.tell(entry) for entry in telling.ledger_of(house.customer)]) == 3
