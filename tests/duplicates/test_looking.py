"""What the duplicate check finds, for whom, and what it tells."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers import duplicates
from customers.duplicates import Agreement, Typed, look
from customers.models import RuleVersion
from customers.rules.sections import Disclosure
from tests.factories import make_contact, make_customer

pytestmark = pytest.mark.django_db
CODE = "91110108551385082Q"


@pytest.fixture
def hengyu(house):
    return make_customer(
        "杭州恒宇机械有限公司",
        owner=house.owner,
        credit_code=CODE,
        phones=["0571 8888 1234 ext. 801", "138 0013 8000"],
    )


def told(user, **typed) -> list[str]:
    return look(user, Typed.read(**typed)).hidden


def known(user, **typed) -> list:
    return [one.customer for one in look(user, Typed.read(**typed)).readable]


TYPED = [
    ({"name": "杭州恒宇机械"}, Agreement.NAME),
    ({"name": "杭州恒宇（机械）集团股份有限公司"}, Agreement.NAME),
    ({"credit_code": "9111 0108 5513 8508 2q"}, Agreement.CODE),
    ({"phones": ["13800138000"]}, Agreement.PHONE),
    ({"phones": ["+86 138-0013-8000"]}, Agreement.PHONE),
    ({"phones": ["0571-88881234"]}, Agreement.PHONE),
    ({"phones": ["028 6100 0000、057188881234转9"]}, Agreement.PHONE),
]


@pytest.mark.parametrize(("typed", "agreement"), TYPED)
def test_a_reader_is_given_the_record_and_what_agrees(house, hengyu, typed, agreement):
    found = look(house.manager, Typed.read(**typed))
    assert [(one.customer, one.agreements) for one in found.readable] == [(hengyu, [agreement])]
    assert found.hidden == []


@pytest.mark.parametrize(("typed", "agreement"), TYPED)
def test_a_stranger_is_told_in_a_sentence(house, hengyu, typed, agreement):
    found = look(house.stranger, Typed.read(**typed))
    sentence = duplicates.SENTENCES[agreement] % {"state": "owned by Owner"}
    assert (found.readable, found.hidden) == ([], [sentence])


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "杭州"},
        {"name": "恒宇"},
        {"name": "恒宇机械"},
        {"name": "杭州恒宇机"},
        {"name": "hzhyjx"},
        {"name": "hangzhouhengyujixie"},
        {"name": "%"},
        {"name": "13800138000"},
        {"phones": ["8000"]},
        {"phones": ["138001380"]},
        {"phones": ["88881234"]},
        {"phones": ["5718888123"]},
        {"credit_code": CODE[:17]},
        {"credit_code": CODE[3:]},
        {"credit_code": "%"},
    ],
)
def test_a_part_finds_nothing_that_is_hidden(house, hengyu, typed):
    assert not look(house.stranger, Typed.read(**typed))


def test_a_number_of_a_contact_finds_the_customer(house, hengyu):
    make_contact(hengyu, "Wu", mobile="139 5810 6397")
    assert known(house.owner, phones=["139-5810-6397"]) == [hengyu]
    assert len(told(house.stranger, phones=["139-5810-6397"])) == 1


def test_who_has_it_is_told_by_pool_and_protection(house, hengyu):
    assert told(house.stranger, name="Pooled Tools Ltd") == [
        "A customer of this name exists already: in the pool of East."
    ]
    hengyu.protect(by=house.owner, until=timezone.localdate() + timedelta(days=9), reason="Tender")
    assert told(house.stranger, credit_code=CODE) == [
        "A customer with this credit code exists already: owned by Owner and protected."
    ]


@pytest.mark.parametrize(
    ("name", "state"), [("杭州恒宇机械", "owned"), ("Pooled Tools", "in a pool")]
)
def test_at_the_level_of_states_nobody_is_named(house, hengyu, disclose, name, state):
    disclose(Disclosure.STATE)
    assert told(house.stranger, name=name) == [f"A customer of this name exists already: {state}."]


@pytest.mark.parametrize("typed", [{"name": "杭州恒宇机械"}, {"credit_code": CODE}])
def test_at_the_lowest_level_only_that_it_exists_is_told(house, hengyu, disclose, typed):
    disclose(Disclosure.NOTHING)
    assert told(house.stranger, **typed) == ["A customer like this exists already."]


def test_how_many_there_are_is_not_told(house, hengyu):
    make_customer("杭州恒宇机械", owner=house.owner)
    assert len(told(house.stranger, name="杭州恒宇机械")) == 1


def test_what_is_deleted_exists_no_more(house, hengyu):
    make_contact(hengyu, "Wu", mobile="139 5810 6397")
    hengyu.delete(by=house.owner)
    assert not look(house.owner, Typed.read(name=hengyu.name, phones=["13958106397"]))
    assert not look(house.stranger, Typed.read(credit_code=CODE))


def test_the_customer_being_edited_is_not_its_own_duplicate(house, hengyu):
    assert not look(house.owner, Typed.read(name=hengyu.name), besides=hengyu.pk)


def test_naming_a_hidden_customer_as_the_edited_one_does_not_tell_its_number(house, hengyu):
    asked = Typed.read(name=hengyu.name)
    assert look(house.stranger, asked, besides=hengyu.pk) == look(house.stranger, asked)


def test_who_asks_too_often_is_told_of_readable_ones_only(house, hengyu):
    asked = Typed.read(name=hengyu.name)
    for _ in range(duplicates.ASKED_A_MINUTE):
        assert look(house.stranger, asked).hidden
        look(house.owner, asked)
    assert look(house.stranger, asked) == duplicates.Findings(is_partial=True)
    assert look(house.owner, asked).readable
    assert look(house.mate, asked).hidden, "each is counted alone"


def test_an_empty_field_is_no_question(house):
    for typed in (Typed.read(), Typed.read(name=" "), Typed.read(phones=["nobody knows"])):
        assert look(house.owner, typed) == duplicates.Findings()


def test_four_duplicates_cost_as_much_as_two(house, hengyu, django_assert_num_queries):
    asked = Typed.read(name=hengyu.name, phones=["13800138000"], credit_code=CODE)
    make_customer("杭州恒宇机械", owner=house.stranger)
    look(house.manager, asked)
    with CaptureQueriesContext(connection) as two:
        look(house.manager, asked)
    for owner in (house.mate, house.stranger):
        make_customer("杭州恒宇机械", owner=owner, phones=["138 0013 8000"], credit_code=CODE)
    with django_assert_num_queries(len(two)):
        found = look(house.manager, asked)
    assert (len(found.readable), len(found.hidden)) == (2, 2)


@pytest.mark.parametrize("shown", ["masked", "hidden"])
def test_a_masked_number_is_not_guessed_among_readable_ones(house, shown):
    """The mate reads the pool's customer, but neither its numbers nor its code."""
    keys = ("phones", "contact.mobile", "credit_code")
    sections = {"pool_view": {"fields": dict.fromkeys(keys, shown)}}
    RuleVersion.objects.create(sections=sections, effective_from=timezone.localdate())
    pooled = make_customer(pool=house.east, phones=["138 0013 8000"], credit_code=CODE)
    for typed in ({"phones": ["13800138000"]}, {"credit_code": CODE}):
        found = look(house.mate, Typed.read(**typed))
        assert found.readable == []
        assert "in the pool of East" in found.hidden[0]
        assert known(house.manager, **typed) == [pooled]
    assert known(house.mate, name=pooled.name) == [pooled]
    assert duplicates.similar(house.mate, "138001", but=()) == []
    assert duplicates.similar(house.manager, "138001", but=()) == [pooled]
