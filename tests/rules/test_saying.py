"""Rules in sentences, and what changes between two of them."""

import pytest

from customers.rules import sections as s
from customers.rules.categories import Names, find, named
from customers.rules.choices import SECTION_TITLES
from customers.rules.comparing import changes, paired, steps
from customers.rules.resolving import RuleBook
from customers.rules.saying import SAYING, grouped, sentences
from customers.rules.saying_release import rule_name
from tests.rules.making import make_version

pytestmark = pytest.mark.django_db


def said(key, section) -> list[str]:
    return list(sentences(key, section, Names()).values())


@pytest.mark.parametrize(
    ("key", "section", "expected"),
    [
        ("claim_limit", s.ClaimLimit(5), "A person may claim 5 customers a week."),
        ("claim_limit", s.ClaimLimit(1, "day"), "A person may claim 1 customer a day."),
        ("claim_limit", s.ClaimLimit(), "A person may claim as many customers as they like."),
        ("capacity", s.Capacity(200), "Won customers do not count."),
        ("cooldown", s.Cooldown(opens_at="09:00"), "Released customers can be claimed from 09:00 on."),
        ("warning", s.Warning((7, 3, 1)), "The owner is warned 7, 3, 1 working days before a release."),
        ("protection", s.Protection(10, 90), "A protection lasts 90 days at most."),
        ("returning", s.Return(("no_need", "Moved")),
         "Who releases a customer chooses a reason: no need at present, Moved."),
        ("pool_view", s.PoolView({"phones": "masked"}), "Masked until the customer is claimed: Phones."),
        ("sharing", s.Sharing(60), "A share lasts 60 days at most."),
        ("release", s.Release(), "No customer is released by itself."),
    ],
)  # fmt: skip
def test_sections_speak(key, section, expected):
    assert expected in said(key, section)


def test_every_section_has_a_title_and_a_voice():
    assert set(SAYING) == set(SECTION_TITLES) == set(s.SECTIONS)
    for key, section in s.SECTIONS.items():
        assert said(key, section())


def test_a_rule_of_release_says_its_clocks_and_exceptions(value):
    clocks = (
        s.Clock("no_activity", 30, {str(value["A"].pk): 60, str(value["B"].pk): None}),
        s.Clock("no_opportunity", 90),
    )
    rule = s.ReleaseRule("unfollowed", "", clocks, needs_all=True)
    text = said("release", s.Release((rule,), brake_percent=20))
    assert text[0] == (
        "“Nobody followed up”: A customer is released after 30 working days without a counted "
        "activity and after 90 working days without an opportunity."
    )
    assert "“Nobody followed up”: Value · A: 60 working days (without activity)." in text
    assert "“Nobody followed up”: Value · B: never (without activity)." in text
    assert "A night that would take over 20% of one owner's stops and asks." in text


def test_for_reading_rules_stand_under_their_names():
    rule = s.ReleaseRule("x", "Sleepers", (s.Clock("no_opportunity", 9),))
    groups = grouped("release", s.Release((rule,), grace_import=3), Names())
    assert [heading for heading, _lines in groups] == ["Sleepers", ""]
    assert groups[0][1][0] == "A customer is released after 9 working days without an opportunity."
    assert groups[1][1][0].startswith("After an import")
    assert grouped("release", s.Release(), Names()) == [
        ("", ["No customer is released by itself."])
    ]


def test_a_rule_is_called_by_its_name_or_by_what_it_does():
    clock = s.Clock("no_won_order", 1)
    assert rule_name(s.ReleaseRule("x", "Sleepers", (clock,))) == "Sleepers"
    assert rule_name(s.ReleaseRule("x", "", (clock,))) == "after 1 working day without a won order"


def test_what_is_gone_is_said_to_be_gone():
    text = said("pools", s.Pools((s.Route(999_999, 999_999),)))
    assert text[0].startswith("Customers of a category that is gone go to the pool of a team that")


def test_a_change_is_told_as_was_and_now(house):
    make_version(None, claim_limit=s.ClaimLimit(5), capacity=s.Capacity(100))
    draft = make_version(house.east, claim_limit=s.ClaimLimit(3))
    before = RuleBook(instead={house.east.pk: None}).rules_for(None)
    after = RuleBook(instead={house.east.pk: draft}).rules_for(house.east.pk)
    (change,) = changes(before, after, Names(), house.east)
    assert change.pairs == [
        ("A person may claim 5 customers a week.", "A person may claim 3 customers a week.")
    ]
    assert change.turn == "Set here from now on."


def test_inheriting_again_says_from_whom(house):
    make_version(house.company, claim_limit=s.ClaimLimit(5))
    own = make_version(house.east, claim_limit=s.ClaimLimit(5))
    before = RuleBook().rules_for(house.east.pk)
    own.sections = {}
    after = RuleBook(instead={house.east.pk: own}).rules_for(house.east.pk)
    (change,) = changes(before, after, Names(), house.east)
    assert (change.pairs, change.turn) == ([], "Inherited from Company again.")


def test_from_version_to_version_only_what_is_set_here_counts():
    (change,) = steps({}, {"sharing": s.Sharing(60)}, Names())
    assert change.pairs[0] == ("", "A share lasts 60 days at most.")
    assert steps({"sharing": s.Sharing(60)}, {"sharing": s.Sharing(60)}, Names()) == []


def test_what_fell_away_stands_last():
    assert paired({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == [("2", "3"), ("", "4"), ("1", "")]


def test_categories_are_found_over_all_axes(value):
    assert ("Value · A") in [label for _pk, label, _code in find("value a")]
    assert [label for _pk, label, _code in find("purchase yearly")][0].startswith("Purchase cycle")
    assert {pk for pk, *_ in find("")} == {category.pk for category in value.values()}
    assert find("zzz") == []


def test_a_category_typed_in_full_is_known(value):
    assert named("value · a") == value["A"].pk
    assert named("nonsense") is None
