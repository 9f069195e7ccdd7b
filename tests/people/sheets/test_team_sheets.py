"""The tree of teams goes out as a sheet and comes in again."""

import pytest

from crm.people.models import Team
from tests.factories import make_customer, make_pool, make_team, make_user
from tests.people.sheets.conftest import cells, outcomes, reasons

pytestmark = pytest.mark.django_db

HEADER = ["Team", "Under", "Manager", "Keeps a pool of its own"]


def tree() -> dict[str, str]:
    return {team.name: team.parent and team.parent.name for team in Team.objects.all()}


def test_teams_come_from_a_sheet_in_whatever_order_they_stand(desk, rep):
    page = desk.look(
        [HEADER, ["Pudong", "Shanghai", "", ""], ["Shanghai", "East", "李娜", "yes"]], "teams"
    )
    assert outcomes(page) == ["new", "new"]
    assert Team.objects.count() == 1

    desk.take(page)

    assert tree() == {"East": None, "Shanghai": "East", "Pudong": "Shanghai"}
    shanghai = Team.objects.get(name="Shanghai")
    assert (shanghai.manager, shanghai.has_pool) == (rep, True)


def test_the_tree_comes_back_without_a_difference(desk, team, manager):
    make_user(manager.name, manager_of=make_pool("Shanghai", parent=team))
    make_team("A › B/C", parent=team, manager=make_user(is_active=False))

    assert outcomes(desk.look(desk.download("teams"), "teams")) == ["same"] * 3


def test_a_team_is_renamed_by_its_number_and_those_below_follow(desk, team, manager):
    make_team("Shanghai", parent=team)
    table = desk.download("teams")
    table[1][1] = "Huadong"

    page = desk.look(table, "teams")

    assert cells(page) == {"Team": ("East", "Huadong")}
    desk.take(page)
    assert tree() == {"Huadong": None, "Shanghai": "Huadong"}


def test_a_manager_is_named_by_email_and_relieved_by_an_empty_cell(desk, team, rep):
    desk.import_([["Team", "Manager"], ["East", "LINA@example.com"]], "teams")
    team.refresh_from_db()
    assert team.manager == rep

    desk.import_([["Team", "Manager"], ["East", ""]], "teams")
    team.refresh_from_db()
    assert team.manager is None


REFUSALS = {
    "a circle": (["East", "Shanghai", "", ""], "East cannot move under Shanghai"),
    "an unknown parent": (["West", "Nowhere", "", ""], "Under: There is no team “Nowhere”"),
    "an unknown manager": (["East", "", "Nobody", ""], "Manager: “Nobody” is unknown."),
    "a manager who left": (["East", "", "Gone", ""], "Manager: “Gone” no longer works here."),
    "no name": (["", "East", "", ""], "Team: This field is required."),
    "a long name": (["x" * 151, "", "", ""], "Team: Ensure this value has at most 150"),
    "neither yes nor no": (["West", "", "", "some"], "neither yes nor no"),
    "its own parent": (["West", "West", "", ""], "Under: There is no team “West”"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refused_row_says_where_and_why(desk, team, case):
    make_team("Shanghai", parent=team)
    make_user("Gone", is_active=False)
    row, why = REFUSALS[case]
    before = tree()

    page = desk.look([HEADER, row], "teams")

    assert outcomes(page) == ["refused"]
    assert reasons(page).startswith("Row 2") and why in reasons(page)
    desk.take(page)
    assert tree() == before


def test_a_pool_with_customers_stays_open(desk, manager):
    pool = make_pool("West")
    make_customer("Hengyu", pool=pool, by=manager)

    page = desk.look([["Team", "Keeps a pool of its own"], ["West", "no"]], "teams")

    assert "There is still 1 customer in the pool of West." in reasons(page)


def test_the_same_team_twice_is_refused(desk, team):
    page = desk.look(
        [["Team", "Under"], ["East", ""], ["east", ""], ["North", ""], ["North", ""]], "teams"
    )

    assert outcomes(page) == ["same", "refused", "new", "refused"]
    assert "Row 3: Row 2 is about the same team" in reasons(page)
    assert "Row 5: Row 4 is about the same team" in reasons(page)
