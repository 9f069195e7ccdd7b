"""The tree of teams keeps its shape, whoever moves what."""

import threading

import pytest
from django.db import connection

from crm.people import departures, teams
from crm.people.models import Team
from crm.refusals import Refused
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def names(nodes):
    return [(node.depth, node.team.name) for node in nodes]


def test_the_tree_lists_each_team_under_its_parent_by_name():
    east = make_team("East")
    make_team("Ningbo", parent=east)
    make_team("Hangzhou", parent=east)
    make_team("Africa")

    assert names(teams.walk()) == [(0, "Africa"), (0, "East"), (1, "Hangzhou"), (1, "Ningbo")]


def test_the_tree_counts_people_who_can_sign_in():
    east = make_team("East")
    make_user(team=east)
    make_user(team=east, is_active=False)

    assert [node.team.active_members for node in teams.walk()] == [1]


def test_the_tree_takes_one_query_however_deep_it_is(django_assert_num_queries):
    parent = None
    for _level in range(5):
        parent = make_team(parent=parent, manager=make_user())

    with django_assert_num_queries(1):
        assert [node.team.manager is not None for node in teams.walk()] == [True] * 5


def test_a_team_moves_with_everything_below_it():
    east, west = make_team("East"), make_team("West")
    branch = make_team("Branch", parent=east)
    make_team("Leaf", parent=branch)

    teams.move(branch, to=west)

    assert names(teams.walk()) == [(0, "East"), (0, "West"), (1, "Branch"), (2, "Leaf")]


def test_a_team_moves_to_the_top():
    branch = make_team(parent=make_team())

    assert teams.move(branch, to=None).parent is None


@pytest.mark.parametrize("steps_down", [0, 1, 2])
def test_moving_a_team_under_itself_or_its_own_is_refused(steps_down):
    line = [make_team("A")]
    for name in "BC":
        line.append(make_team(name, parent=line[-1]))

    with pytest.raises(Refused, match="cannot move under"):
        teams.move(line[0], to=line[steps_down])
    assert Team.objects.get(name="A").parent is None


def test_a_taken_name_is_refused_and_nothing_changes():
    make_team("East")
    west = make_team("West")

    with pytest.raises(Refused, match="already a team named East"):
        teams.save_team(west, name="East")
    assert Team.objects.get(pk=west.pk).name == "West"


def test_a_new_team_with_a_taken_name_is_refused():
    make_team("East")

    with pytest.raises(Refused, match="already a team named East"):
        teams.save_team(Team(), name="East")


def test_somebody_who_left_cannot_become_manager():
    gone = make_user("Wang Lei", is_active=False)

    with pytest.raises(Refused, match="Wang Lei is deactivated"):
        teams.set_manager(make_team(), gone)


def test_what_is_left_out_stays_even_if_it_changed_meanwhile():
    team = make_team("Old")
    Team.objects.filter(pk=team.pk).update(has_pool=True)

    saved = teams.set_manager(team, make_user())

    assert saved.has_pool


def test_a_team_that_was_deleted_meanwhile_is_refused():
    team = make_team("East")
    Team.objects.filter(pk=team.pk).delete()

    with pytest.raises(Refused, match="East was deleted"):
        teams.save_team(team, name="West")


def test_an_empty_team_is_deleted():
    teams.remove_team(make_team())

    assert not Team.objects.exists()


def test_a_team_with_teams_under_it_stays():
    east = make_team("East")
    make_team(parent=east)

    with pytest.raises(Refused, match="East still has teams under it"):
        teams.remove_team(east)


def test_a_team_with_people_in_it_stays_even_if_they_left():
    east = make_team("East")
    make_user(team=east, is_active=False)

    with pytest.raises(Refused, match="East still has people in it"):
        teams.remove_team(east)


def test_the_apps_above_can_keep_a_team(monkeypatch):
    monkeypatch.setattr(departures, "_team_checks", [])
    east = make_team("East")

    @departures.before_team_goes
    def keep(team):
        raise Refused(f"{team.name} owns the moon.")

    with pytest.raises(Refused, match="East owns the moon"):
        teams.remove_team(east)
    assert Team.objects.filter(pk=east.pk).exists()


def test_the_apps_above_can_keep_a_pool_open(monkeypatch):
    monkeypatch.setattr(departures, "_pool_checks", [])
    team = teams.save_team(make_team("East"), has_pool=True)

    @departures.before_pool_closes
    def keep(team):
        raise Refused("Still full.")

    with pytest.raises(Refused, match="Still full"):
        teams.save_team(team, has_pool=False)
    assert teams.save_team(team, name="Far East").has_pool


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_moves_at_once_never_close_a_circle(attempt):
    first, second = make_team("First"), make_team("Second")
    barrier = threading.Barrier(2)
    refusals = []

    def move(team, to):
        barrier.wait()
        try:
            teams.move(team, to=to)
        except Refused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=move, args=args) for args in [(first, second), (second, first)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refusals) == 1
    assert len(list(teams.walk())) == 2
