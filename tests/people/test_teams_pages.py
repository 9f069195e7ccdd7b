"""The page of the tree of teams, and the page of one."""

import pytest
from django.urls import reverse

from crm.people.models import Team
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def save(client, team=None, **data):
    address = reverse("people:team", args=[team.pk]) if team else reverse("people:add_team")
    return client.post(address, {"name": "", "parent": "", "manager": "", **data})


def test_the_tree_shows_teams_inside_each_other(as_admin, team):
    make_team("Hangzhou", parent=team)

    text = as_admin.get(reverse("people:teams")).text

    assert text.index("East") < text.index("<ul>", text.index("East")) < text.index("Hangzhou")


def test_a_team_is_added_where_it_belongs(as_admin, team, rep):
    save(as_admin, name="Hangzhou", parent=team.pk, manager=rep.pk, has_pool="on")

    added = Team.objects.get(name="Hangzhou")
    assert (added.parent, added.manager, added.has_pool) == (team, rep, True)


def test_adding_under_a_team_offers_it_as_parent(as_admin, team):
    response = as_admin.get(reverse("people:add_team"), {"under": team.pk})

    assert f'value="{team.pk}" selected' in response.text


def test_a_team_is_renamed_and_moved(as_admin, team):
    west = make_team("West")

    save(as_admin, team, name="East by West", parent=west.pk)

    team.refresh_from_db()
    assert (team.name, team.parent) == ("East by West", west)


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "West"},
        {"name": "x" * 151},
        {"name": "a\x00b"},
        {"name": "East", "parent": "nonsense"},
        {"name": "East", "parent": "999999"},
        {"name": "East", "parent": "9" * 40},
        {"name": "East", "manager": "nonsense"},
    ],
)
def test_bad_input_is_named_and_changes_nothing(data, as_admin, team):
    make_team("West")

    response = save(as_admin, team, **data)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["team"].name == "East"
    assert Team.objects.get(pk=team.pk).parent is None


def test_a_circle_is_refused_in_a_sentence(as_admin, team):
    below = make_team("Hangzhou", parent=team)

    response = save(as_admin, team, name="East", parent=below.pk)

    assert "Hangzhou" in response.context["form"].non_field_errors()[0]


def test_somebody_who_left_is_not_offered_as_manager(as_admin, team):
    gone = make_user("Gone", is_active=False)

    assert save(as_admin, team, name="East", manager=gone.pk).context["form"].errors["manager"]


def test_an_empty_team_is_deleted(as_admin, team):
    as_admin.post(reverse("people:remove_team", args=[team.pk]))

    assert not Team.objects.exists()


def test_a_team_with_people_is_not(as_admin, team, rep):
    here = {"referer": "http://testserver" + reverse("people:team", args=[team.pk])}
    there = reverse("people:remove_team", args=[team.pk])

    response = as_admin.post(there, follow=True, headers=here)

    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert Team.objects.filter(pk=team.pk).exists()


def test_names_are_shown_as_text(as_admin, team):
    save(as_admin, team, name="<script>alert(1)</script>")

    assert "<script>alert" not in as_admin.get(reverse("people:teams")).text
