"""Nested conditions in the URL: what they let through, how they read, what they refuse."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from crm.grid.conditions.reading import Unreadable, read
from crm.grid.conditions.tree import All, AnyOf, Leaf, Not, Related, written
from customers.bulk.choosing import CustomerSelection
from customers.grids import ContactGrid, CustomerGrid, PoolGrid
from intel.models import Dossier
from sales.grids import ActivityGrid
from tests.factories import (
    make_axis,
    make_category,
    make_contact,
    make_customer,
    make_own_field,
)
from tests.factories_sales import make_activity, make_opportunity
from tests.pool.ruling import MOBILE, make_secretive, rule

words = st.text("abcxyz_", min_size=1, max_size=8).filter(lambda w: w not in ("all", "any", "not"))
values = st.lists(st.text(max_size=12), min_size=1, max_size=3).map(tuple)
leaves = st.builds(Leaf, words, words, st.just(()) | values)


def groups(inner):
    parts = st.lists(inner, min_size=1, max_size=2).map(tuple)
    counted = st.builds(
        Related, words, st.sampled_from(["min", "max", "is"]), st.integers(0, 9999), parts
    )
    plain = st.builds(
        Related, words, st.sampled_from(["has", "no"]), st.none(), st.just(()) | parts
    )
    return st.builds(All, parts) | st.builds(AnyOf, parts) | st.builds(Not, parts) | counted | plain


@given(st.lists(st.recursive(leaves, groups, max_leaves=6), max_size=3).map(tuple))
def test_what_is_written_is_read_again(parts):
    try:
        assert read(written(parts)) == parts
    except Unreadable as error:
        assert "nested" in str(error) or "more than" in str(error) or "long" in str(error)


@given(st.text("ab.:(),~1 min has no", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        assert read(written(read(text))) == read(text)
    except Unreadable as error:
        assert str(error)


@pytest.fixture
def found(house):
    def found(where, grid=CustomerGrid, user=None):
        asked = grid(user or house.owner, QueryDict(mutable=True))
        asked.given["where"] = where
        assert asked.all_problems == []
        return {str(row) for row in asked.page.rows}

    return found


@pytest.fixture
def asked(house):
    def asked(where, grid=CustomerGrid, user=None):
        params = QueryDict(mutable=True)
        params["where"] = where
        return grid(user or house.owner, params)

    return asked


@pytest.fixture
def three(house):
    house.customer.delete(by=house.owner)
    for name, address in {"a": "Main Street", "b": "Old Road", "c": ""}.items():
        setattr(house, name, make_customer(name, owner=house.owner, address=address))
    return house


@pytest.mark.parametrize(
    ("where", "names"),
    {
        "address.has(street)": "a",
        "address.has(street),name.is(b)": "",
        "owner.any(me),any(address.has(street),name.is(b))": "ab",
        "owner.any(me),not(address.has(street))": "bc",
        "owner.any(me),not(address.has(street),name.is(a))": "bc",
        "owner.any(me),not(any(address.has(street),name.is(b)))": "c",
        "owner.any(me),not(last_activity.past(30))": "abc",
        "all(owner.any(me),not(not(address.empty)))": "c",
    }.items(),
)
def test_groups(three, found, where, names):
    assert found(where) == set(names)


@pytest.mark.parametrize(
    ("kind", "typed", "question"),
    [
        ("text", "Line 3", "starts(line)"),
        ("number", "12.5", "min(3)"),
        ("money", "100.01", "is(100.01)"),
        ("date", "2026-03-01", "on(2026-03-01)"),
        ("flag", "yes", "is(1)"),
        ("link", "https://wiki.example", "has(wiki)"),
    ],
)
def test_what_is_not_so_of_an_own_field_is_so_of_those_without_it(
    three, found, kind, typed, question
):
    field = make_own_field(kind)
    three.a.set_own(field, field.read(typed))
    three.a.save(update_fields=["own"])
    assert found(f"owner.any(me),{field.key}.{question}") == {"a"}
    assert found(f"owner.any(me),not({field.key}.{question})") == {"b", "c"}


def test_no_visit_in_sixty_days(three, found):
    for customer, kind, ago in (
        (three.a, "visit", 5),
        (three.b, "visit", 90),
        (three.c, "call", 5),
    ):
        at = timezone.now() - timedelta(days=ago)
        make_activity(customer, by=three.owner, kind=kind, happened_at=at)
    unvisited = "owner.any(me),activities:no(kind.any(visit),done.past(60))"
    assert found(unvisited) == {"b", "c"}
    assert found("activities:has(kind.any(visit),done.past(60))") == {"a"}


def test_a_contact_whose_role_is_decider(three, found):
    Dossier.objects.create(contact=make_contact(three.a), roles=["decider", "user"])
    Dossier.objects.create(contact=make_contact(three.b), roles=["user"])
    assert found("contacts:has(place:has(roles.any(decider)))") == {"a"}
    assert found("people:has(roles.any(decider))") == {"a"}
    three.a.contacts.get().put_aside(by=three.owner)
    assert found("people:has(roles.any(decider))") == set()


@pytest.mark.parametrize(
    ("quantifier", "names"),
    {
        "min1": "ab",
        "min2": "a",
        "is1": "b",
        "is0": "c",
        "max1": "bc",
        "max0": "c",
        "min0": "abc",
    }.items(),
)
def test_numbers_of_opportunities(three, found, quantifier, names):
    for customer, number in ((three.a, 3), (three.b, 1)):
        for _number in range(number):
            make_opportunity(customer, by=three.owner)
    assert found(f"owner.any(me),opportunities:{quantifier}(status.any(open))") == set(names)
    assert found(f"owner.any(me),opportunities:{quantifier}") == set(names)


def test_the_customer_of_an_activity(three, found):
    make_activity(three.a, by=three.owner, text="seen")
    make_activity(three.b, by=three.owner, text="other")
    assert found("customer:has(address.has(street))", ActivityGrid) == {"visit · seen"}


def test_only_what_one_may_see_is_counted(house, found):
    house.customer.share(house.stranger, by=house.owner, scope="card")
    make_activity(house.customer, by=house.owner)
    make_contact(house.customer)
    assert found("activities:has", user=house.owner) == {"Hengyu Machines"}
    assert found("activities:has", user=house.stranger) == set()
    assert found("activities:is0", user=house.stranger) == {"Hengyu Machines"}
    assert found("contacts:has", user=house.stranger) == {"Hengyu Machines"}
    contact = house.customer.contacts.get()
    Dossier.objects.create(contact=contact, roles=["decider"])
    assert found("place:has", ContactGrid, house.stranger) == set()
    assert found("place:no", ContactGrid, house.stranger) == {str(contact)}


def test_what_is_masked_is_not_told_by_conditions(house, asked):
    pooled = make_secretive(house.east, by=house.manager)
    rule(house.east, masked=["phones", "contact.mobile"])
    digits = MOBILE.replace(" ", "")
    for true, false in (
        (f"contacts:has(mobile.has({digits}))", "contacts:has(mobile.has(99999999))"),
        (f"contacts:no(mobile.has({digits}))", "contacts:no(mobile.has(99999999))"),
        (f"contacts:is1(not(mobile.has({digits})))", "contacts:is1(not(mobile.has(99999999)))"),
        ("phones.has(0571)", "phones.has(99999999)"),
        ("not(phones.has(0571))", "not(phones.has(99999999))"),
    ):
        answers = [asked(where, PoolGrid, house.mate) for where in (true, false)]
        assert answers[0].count == answers[1].count, true
        assert "were left out" in " ".join(answers[0].all_told)
    assert pooled in asked(f"contacts:has(mobile.has({digits}))", PoolGrid, house.manager).page.rows


@pytest.mark.parametrize(
    ("where", "why"),
    {
        "nothing.is(1)": "There is no field “nothing” here.",
        "owner.smells(1)": "“Owner” cannot be asked “smells”.",
        "owner.any(999999)": "“Owner”: “999999” is unknown.",
        "spirits:has": "Nothing is called “spirits” here.",
        "activities:has(nothing.is(1))": "There is no field “nothing” here.",
        "owner.any(me": "Something is missing at the end.",
        "owner.any(me))": "They cannot be read from “)” on.",
        "x" * 3000: "They are too long.",
        "not(" * 9 + "owner.any(me)" + ")" * 9: "nested more than 6 deep",
        ",".join(["owner.any(me)"] * 50): "There are more than 40.",
    }.items(),
)
def test_what_is_not_understood_is_named_and_left_out(house, asked, where, why):
    grid = asked(where)
    assert why in " ".join(grid.all_problems)
    assert grid.count.number == 2


def test_a_category_of_another_axis_is_refused_without_its_name(house, asked):
    make_axis("region")
    other = make_category(make_axis("size"), "Secretive")
    (problem,) = asked(f"region.any({other.pk})").all_problems
    assert str(other.pk) in problem and "Secretive" not in problem


def test_what_is_left_out_does_not_take_the_rest_along(three, asked):
    grid = asked("owner.any(me),any(address.has(street),gone.is(1))")
    assert [row.name for row in grid.page.rows] == ["a"]


UNVISITED = (
    "owner.any(me),any(address.empty,name.has(泵)),activities:no(kind.any(visit),done.past(60))"
)


@pytest.mark.parametrize(
    ("language", "said"),
    {
        "en": [
            "Owner is me",
            "(Address is empty or Name contains “泵”)",
            "it has no activities where (Kind is visit and Done at is in the last 60 days)",
        ],
        "zh-hans": [
            "负责人是我",
            "（地址为空，或名称包含“泵”）",
            "没有满足“类型是拜访，且完成时间在最近 60 天内”的行动记录",
        ],
    }.items(),
)
def test_every_part_is_a_chip_that_reads_as_a_sentence(house, asked, language, said):
    with translation.override(language):
        chips = asked(UNVISITED).chips
        assert [chip.text for chip in chips] == said
    assert chips[0].url == "?where=" + UNVISITED.partition(",")[2].replace("泵", "%E6%B3%B5")


def test_everything_that_matches_is_chosen_under_conditions(three):
    data = QueryDict(mutable=True)
    data.update({"all": "1", "grid": "customers", "query": "where=address.has(street)"})
    assert CustomerSelection(three.owner, data).count == 1
