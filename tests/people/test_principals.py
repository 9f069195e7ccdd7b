"""Who holds which principals: small cases by hand, any tree against an oracle."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.people.models import User
from crm.people.principals import managed_team_ids
from crm.people.reporting import direct_manager_of, direct_report_ids
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """East holds Hangzhou, which holds Binjiang; West stands beside it."""
    east, west = make_team("East"), make_team("West")
    hangzhou = make_team("Hangzhou", parent=east)
    binjiang = make_team("Binjiang", parent=hangzhou)
    return {team.name: team for team in (east, west, hangzhou, binjiang)}


def test_somebody_without_a_team_holds_only_themselves():
    user = make_user()

    assert user.principals == [user.pk]


def test_a_rep_holds_themselves_their_team_and_those_above(company):
    rep = make_user(team=company["Binjiang"])

    above = {-company[name].pk for name in ("Binjiang", "Hangzhou", "East")}
    assert set(rep.principals) == {rep.pk, *above}


def test_a_teammate_and_a_stranger_are_not_among_a_reps_principals(company):
    rep, mate = make_user(team=company["Binjiang"]), make_user(team=company["Binjiang"])
    stranger = make_user(team=company["West"])

    assert not {mate.pk, stranger.pk, -company["West"].pk} & set(rep.principals)


def test_a_manager_holds_everybody_below_and_their_teams(company):
    manager = make_user(team=company["East"], manager_of=company["East"])
    rep, far = make_user(team=company["Hangzhou"]), make_user(team=company["Binjiang"])

    below = {rep.pk, far.pk, -company["Hangzhou"].pk, -company["Binjiang"].pk}
    assert below <= set(manager.principals)


def test_somebody_may_manage_a_team_they_do_not_sit_in(company):
    manager = make_user(team=company["West"], manager_of=company["Hangzhou"])
    rep = make_user(team=company["Binjiang"])

    assert rep.pk in manager.principals
    assert -company["East"].pk not in manager.principals


def test_a_user_stands_first_among_their_principals(company):
    make_user(team=company["East"])
    manager = make_user(team=company["East"], manager_of=company["East"])

    assert manager.principals[0] == manager.pk


def test_moving_a_user_takes_effect_with_the_next_load(company):
    rep = make_user(team=company["West"])
    assert -company["West"].pk in rep.principals

    User.objects.filter(pk=rep.pk).update(team=company["East"])

    assert set(User.objects.get(pk=rep.pk).principals) == {rep.pk, -company["East"].pk}


def test_principals_are_read_once_for_each_loaded_user(company, django_assert_num_queries):
    rep = make_user(team=company["Binjiang"])

    with django_assert_num_queries(1):
        assert rep.principals == rep.principals


def test_nobody_manages_themselves(company):
    manager = make_user(team=company["East"], manager_of=company["East"])

    assert not manager.manages(manager)
    assert not manager.manages(None)


def test_managing_reaches_down_and_not_up(company):
    manager = make_user(team=company["East"], manager_of=company["East"])
    rep = make_user(team=company["Binjiang"])

    assert manager.manages(rep)
    assert not rep.manages(manager)


@st.composite
def companies(draw):
    """By index: the parent of each team, the manager of each team, the team of each user."""
    team_count, user_count = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    some_user, some_team = st.integers(0, user_count - 1), st.integers(0, team_count - 1)
    parents = [None]
    parents += [draw(st.none() | st.integers(0, team - 1)) for team in range(1, team_count)]
    managers = [draw(st.none() | some_user) for _team in range(team_count)]
    seats = [draw(st.none() | some_team) for _user in range(user_count)]
    return parents, managers, seats


def ancestors(parents, team):
    """The team and all above it, by walking up."""
    while team is not None:
        yield team
        team = parents[team]


def expected(user, parents, managers, seats):
    """The definition, by brute force: (ids of users, ids of teams)."""
    teams = set(ancestors(parents, seats[user])) if seats[user] is not None else set()
    managed = {
        team
        for team in range(len(parents))
        if any(managers[above] == user for above in ancestors(parents, team))
    }
    users = {user} | {u for u, seat in enumerate(seats) if seat in managed and seat is not None}
    return users, teams | managed, managed


def expected_manager(user, parents, managers, seats):
    """The first above `user`, themselves passed over, by walking up."""
    line = ancestors(parents, seats[user]) if seats[user] is not None else ()
    return next((managers[team] for team in line if managers[team] not in (None, user)), None)


def build(parents, managers, seats):
    """The users and teams of such a company, in fresh records."""
    users, teams = [make_user() for _seat in seats], []
    for parent, manager in zip(parents, managers, strict=True):
        above = None if parent is None else teams[parent]
        teams.append(make_team(parent=above, manager=None if manager is None else users[manager]))
    for user, seat in zip(users, seats, strict=True):
        User.objects.filter(pk=user.pk).update(team=None if seat is None else teams[seat])
    return [User.objects.get(pk=user.pk) for user in users], teams


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(companies())
def test_principals_agree_with_the_definition_in_any_company(company):
    users, teams = build(*company)

    for index, user in enumerate(users):
        of_users, of_teams, managed = expected(index, *company)
        principals = {users[i].pk for i in of_users} | {-teams[i].pk for i in of_teams}
        assert set(user.principals) == principals
        assert managed_team_ids(user) == {teams[i].pk for i in managed}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(companies())
def test_direct_managers_agree_with_the_definition_in_any_company(company):
    users, _teams = build(*company)

    above = [expected_manager(index, *company) for index in range(len(users))]
    for user, manager in zip(users, above, strict=True):
        assert direct_manager_of(user) == (None if manager is None else users[manager])
    for index, user in enumerate(users):
        reports = {u.pk for u, manager in zip(users, above, strict=True) if manager == index}
        assert set(direct_report_ids(user)) == reports
