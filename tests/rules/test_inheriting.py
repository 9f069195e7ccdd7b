"""A team's section is its own or the nearest one's above, by a brute-force oracle; from a day on."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.rules.resolving import RuleBook, rules_for, rules_of
from customers.rules.sections import Capacity, ClaimLimit
from tests.factories import make_team, make_user
from tests.rules.making import make_version

pytestmark = pytest.mark.django_db
TEAMS = [0, 1, 2, 3]
FIRST = date(2026, 1, 1)
days = st.integers(0, 4)
scopes = st.sampled_from([None, *TEAMS])
versions = st.tuples(scopes, days, st.none() | st.integers(1, 9), st.booleans())


@st.composite
def lives(draw):
    """A tree of teams (the parent of each is one before it, or nobody) and versions in a row."""
    parents = [draw(st.sampled_from([None, *TEAMS[:place]])) for place in TEAMS]
    return parents, draw(st.lists(versions, max_size=8))


def expected(parents, written, scope, day) -> int | None:
    """Walks up from the scope; on each step the last version in force decides whether it sets
    the limit."""
    way = [scope]
    while way[-1] is not None:
        way.append(parents[way[-1]])
    for place in way:
        known = [(on, number, most) for number, (at, on, most, gone) in enumerate(written)
                 if at == place and on <= day and not gone]  # fmt: skip
        last = max(known, default=(0, 0, None))
        if last[2] is not None:
            return last[2]
    return None


class Undone(Exception):
    """Ends an example; the database forgets it."""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives(), days)
def test_every_team_gets_the_nearest_section_set(life, day):
    parents, written = life
    with pytest.raises(Undone), transaction.atomic():
        teams = []
        for parent in parents:
            teams.append(make_team(parent=None if parent is None else teams[parent]))
        write(teams, written)
        book = RuleBook(FIRST + timedelta(day))
        for scope in [None, *TEAMS]:
            rules = book.rules_for(None if scope is None else teams[scope].pk)
            assert rules.claim_limit.most == expected(parents, written, scope, day)
        raise Undone


def write(teams, written):
    for scope, day, most, is_withdrawn in written:
        sections = {} if most is None else {"claim_limit": ClaimLimit(most)}
        team = None if scope is None else teams[scope]
        gone = timezone.now() if is_withdrawn else None
        make_version(team, on=FIRST + timedelta(day), withdrawn_at=gone, **sections)


def test_sections_are_inherited_one_by_one(house):
    make_version(None, claim_limit=ClaimLimit(5), capacity=Capacity(100))
    own = make_version(house.east, claim_limit=ClaimLimit(3))
    rules = rules_of(house.owner)
    assert (rules.claim_limit.most, rules.capacity.most) == (3, 100)
    assert rules.version_of("claim_limit") == own
    assert rules.version_of("cooldown") is None


def test_whoever_is_in_no_team_is_bound_by_the_company(house):
    make_version(None, capacity=Capacity(7))
    make_version(house.company, capacity=Capacity(9))
    assert rules_of(make_user()).capacity.most == 7


def test_rules_take_effect_when_their_day_begins_where_the_reader_is():
    """Between these two the date always differs."""
    with timezone.override("Pacific/Kiritimati"):
        make_version(None, on=timezone.localdate(), capacity=Capacity(5))
        assert rules_for(None).capacity.most == 5
    with timezone.override("Pacific/Niue"):
        assert rules_for(None).capacity.most is None


def test_of_two_for_one_day_the_later_one_holds():
    make_version(None, capacity=Capacity(5))
    make_version(None, capacity=Capacity(6))
    assert rules_for(None).capacity.most == 6
