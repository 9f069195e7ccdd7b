"""Who reports to whom."""

import pytest

from crm.people.reporting import direct_manager_of, direct_report_ids
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def test_a_rep_reports_to_the_manager_of_their_team():
    team = make_team()
    manager, rep = make_user(manager_of=team), make_user(team=team)

    assert direct_manager_of(rep) == manager


def test_a_manager_reports_to_the_manager_above():
    east = make_team()
    hangzhou = make_team(parent=east)
    director = make_user(team=east, manager_of=east)
    manager = make_user(team=hangzhou, manager_of=hangzhou)

    assert direct_manager_of(manager) == director


def test_the_director_at_the_top_reports_to_nobody():
    east = make_team()

    assert direct_manager_of(make_user(team=east, manager_of=east)) is None


def test_somebody_without_a_team_reports_to_nobody():
    assert direct_manager_of(make_user()) is None


def test_a_team_without_a_manager_is_run_by_the_one_above():
    east = make_team()
    director = make_user(manager_of=east)

    assert direct_manager_of(make_user(team=make_team(parent=east))) == director


def test_a_manager_who_left_is_passed_over():
    east = make_team()
    hangzhou = make_team(parent=east)
    director = make_user(manager_of=east)
    make_user(manager_of=hangzhou, is_active=False)

    assert direct_manager_of(make_user(team=hangzhou)) == director


def test_the_manager_above_ones_own_manager_is_not_direct():
    east = make_team()
    hangzhou = make_team(parent=east)
    director, manager = make_user(manager_of=east), make_user(manager_of=hangzhou)
    rep = make_user(team=hangzhou)

    assert direct_report_ids(manager) == [rep.pk]
    assert rep.pk not in direct_report_ids(director)


def test_direct_reports_are_those_whose_direct_manager_one_is():
    east = make_team()
    hangzhou, ningbo = make_team(parent=east), make_team(parent=east)
    director = make_user(team=east, manager_of=east)
    manager = make_user(team=hangzhou, manager_of=hangzhou)
    vacant = make_user(team=ningbo)
    make_user(team=hangzhou)

    assert direct_report_ids(director) == sorted([manager.pk, vacant.pk])
