"""People come from a sheet: looked at first, then taken in one go, by the rules of the pages."""

from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.people.models import Team, User
from crm.people.sheets.people_columns import PeopleColumns
from crm.people.tasks import mail_invitation
from tests.factories import make_customer, make_team, make_user
from tests.people.sheets.conftest import cells, outcomes, reasons
from tests.sheets.makers import text

pytestmark = pytest.mark.django_db

HEADER = ["Name", "User name", "Email", "Phone", "Team"]
NEW = ["赵一", "zhaoyi", "zhaoyi@example.com", "13900000001", "East"]


def everything():
    people = User.objects.order_by("pk").values()
    return list(people), list(Team.objects.order_by("pk").values())


def test_a_preview_shows_every_cell_and_writes_nothing(desk, rep):
    before = everything()

    page = desk.look(
        [HEADER, NEW, ["李丽", "lina", "lina@example.com", "", "East"], ["", "ma", "", "", ""]]
    )

    assert outcomes(page) == ["new", "changed", "refused"]
    assert cells(page)["Email"] == ("", "zhaoyi@example.com")
    assert cells(page, 1) == {"Name": ("李娜", "李丽")}
    assert "Row 4, Name: This field is required." in reasons(page)
    assert everything() == before
    assert not ProcrastinateJob.objects.exists()


def test_what_was_looked_at_is_taken(desk, rep):
    desk.import_([HEADER, NEW, ["李丽", "lina", "lina@example.com", "139", "East"]])

    new = User.objects.get(username="zhaoyi")
    assert (new.name, new.email, new.phone) == ("赵一", "zhaoyi@example.com", "13900000001")
    assert new.team == rep.team and new.is_invited
    rep.refresh_from_db()
    assert (rep.name, rep.phone) == ("李丽", "139")


def test_a_sheet_comes_back_without_a_difference(desk, rep, manager):
    make_user("李娜", is_active=False)
    make_user("Bob", team=make_team("Shanghai", parent=rep.team), manager_of=make_team("A/B"))

    page = desk.look(desk.download())

    assert set(outcomes(page)) == {"same"}
    assert page.context["outcome"].counts["same"] == User.objects.count()


def test_a_sheet_written_in_chinese_comes_back_in_english_without_a_difference(desk, rep, manager):
    with translation.override("zh-hans"):
        columns = PeopleColumns()
        table = [[str(name) for name in map(columns.headings.get, columns.export().headers)]]
        table += [[str(cell or "") for cell in row] for row in columns.export()]

    assert table[0][1] != "Name"
    assert set(outcomes(desk.look(text(table, "gb18030"), name="人员.csv"))) == {"same"}


def test_the_headings_alone_are_a_sheet_to_begin_with(desk):
    response = desk.client.get(reverse("people:sheet", args=["people"]), {"empty": "1"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active

    [header] = sheet.values
    assert header[:3] == ("Number", "Name", "User name")


def test_columns_left_out_stay_as_they_are(desk, rep):
    desk.import_([["User name", "Phone"], ["LINA", "138"]])

    rep.refresh_from_db()
    assert (rep.phone, rep.name, rep.team.name) == ("138", "李娜", "East")


def test_headings_of_other_systems_are_understood(desk, rep):
    desk.import_([["员工姓名", "账号", "手机号", "部门"], ["李娜", "lina", "137", "East"]])

    rep.refresh_from_db()
    assert rep.phone == "137"


def test_somebody_is_known_by_number_and_renamed(desk, rep):
    desk.import_([["Number", "User name", "Email"], [str(rep.pk), "na", "na@example.com"]])

    rep.refresh_from_db()
    assert (rep.username, rep.email) == ("na", "na@example.com")


def test_without_a_user_name_the_email_names_whoever_is_new(desk, rep):
    table = [["Name", "Email"], ["Lina Two", "lina@example.org"], ["李娜", "lina@example.com"]]

    page = desk.look(table)

    assert outcomes(page) == ["new", "same"]
    assert cells(page)["User name"] == ("", "lina2")
    desk.take(page)
    assert outcomes(desk.look(table)) == ["same", "same"]


def test_a_user_name_set_free_above_may_be_taken_below(desk, rep, manager):
    table = [["Number", "User name"], [str(rep.pk), "na"], [str(manager.pk), "lina"]]

    desk.import_(table)

    rep.refresh_from_db()
    manager.refresh_from_db()
    assert (rep.username, manager.username) == ("na", "lina")


# --- teams ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["Shanghai", "East › Shanghai", "east > shanghai", "East/Shanghai"]
)
def test_a_team_is_written_by_name_or_place(desk, rep, place):
    shanghai = make_team("Shanghai", parent=rep.team)

    desk.import_([["User name", "Team"], ["lina", place]])

    rep.refresh_from_db()
    assert rep.team == shanghai


def test_a_team_that_stands_elsewhere_is_refused(desk, rep):
    make_team("Shanghai", parent=make_team("West"))

    page = desk.look([["User name", "Team"], ["lina", "East › Shanghai"]])

    assert reasons(page).startswith("Row 2, Team: Shanghai stands at “West › Shanghai”")


def test_missing_teams_are_offered_and_created_when_asked(desk, rep):
    table = [HEADER, [*NEW[:4], "Suzhou"], ["钱二", "qian", "", "", "East › Suzhou › Park"]]
    page = desk.look(table)
    assert outcomes(page) == ["refused", "refused"]
    assert page.context["missing"] == ["East › Suzhou › Park", "Suzhou"]
    assert "There is no team “Suzhou”" in reasons(page)

    page = desk.again(page, create_teams="on")
    assert outcomes(page) == ["new", "new"]
    assert page.context["created"] == ["East › Suzhou › Park"]
    assert Team.objects.count() == 1
    desk.take(page)

    park = User.objects.get(username="qian").team
    assert [park.name, park.parent.name, park.parent.parent] == ["Park", "Suzhou", rep.team]
    assert User.objects.get(username="zhaoyi").team == park.parent


def test_managers_are_named_and_relieved(desk, rep, manager):
    west = make_team("West")

    desk.import_([["User name", "Manages"], ["lina", "West; East"], ["ma", ""]])

    assert set(rep.managed_teams.all()) == {west, rep.team}
    assert not manager.managed_teams.exists()


def test_a_mark_makes_somebody_manager_of_their_own_team(desk, rep, manager):
    desk.import_([["User name", "Manages"], ["lina", "是"]])

    assert list(rep.managed_teams.all()) == [rep.team]


def test_a_team_given_to_two_is_refused_for_the_second(desk, rep, manager):
    page = desk.look([["User name", "Manages"], ["lina", "East"], ["ma", "East"]])

    assert outcomes(page) == ["changed", "refused"]
    assert "Row 3, Manages: Row 2 gives East to somebody else: leave one." in reasons(page)


def test_a_manager_leaves_in_the_sheet_that_names_the_next_one(desk, rep, manager):
    desk.import_([["User name", "Manages", "Active"], ["ma", "", "no"], ["lina", "East", ""]])

    manager.refresh_from_db()
    assert not manager.is_active
    assert list(rep.managed_teams.all()) == [rep.team]


# --- invitations ----------------------------------------------------------------------------


def test_whoever_is_new_is_invited_by_mail(desk, rep, admin):
    response = desk.import_([HEADER, NEW, ["无邮", "wuyou", "", "", ""]])

    [job] = ProcrastinateJob.objects.filter(task_name="mail_invitation")
    new = User.objects.get(username="zhaoyi")
    assert job.args == {"pk": new.pk, "by": admin.pk}
    mail_invitation(**job.args)
    assert mail.outbox[0].to == ["zhaoyi@example.com"]
    said = [str(message) for message in desk.client.get(response.url).context["messages"]]
    assert "1 invitation is on its way by mail." in said
    assert any("1 person gets no mail" in text for text in said)


def test_without_a_mail_server_links_are_handed_over(desk, rep, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    desk.import_([HEADER, NEW])

    assert User.objects.get(username="zhaoyi").is_invited
    assert not ProcrastinateJob.objects.exists()


def test_new_people_may_stay_inactive(desk, rep):
    page = desk.again(desk.look([HEADER, NEW]), new_people="inactive")
    assert cells(page)["Active"] == ("", "no")
    desk.take(page)

    new = User.objects.get(username="zhaoyi")
    assert not new.is_active and not new.has_usable_password()
    assert not ProcrastinateJob.objects.exists()


def test_activating_somebody_who_never_signed_in_invites_them(desk, rep):
    desk.import_([HEADER, NEW], new_people="inactive")

    desk.import_([["User name", "Active"], ["zhaoyi", "在职"]])

    assert User.objects.get(username="zhaoyi").is_invited
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize("heading", ["Password", "密码", "初始密码"])
def test_a_password_has_no_place_in_a_sheet(desk, heading):
    page = desk.look([["Name", "User name", heading], ["a", "b", "secret-7"]])

    assert page.status_code == 422
    assert f"The column “{heading}” has no place in a sheet" in page.content.decode()
    assert "secret-7" not in page.content.decode()


# --- refusals -------------------------------------------------------------------------------


REFUSALS = {
    "a user name taken": ([["Number", "User name"], ["LINA", "ma"]], "User name: Somebody already"),
    "a user name that is none": ([["User name", "Name"], ["a b", "x"]], "User name: Enter a valid"),
    "an email that is none": ([["User name", "Email"], ["lina", "x@"]], "Email: Enter a valid"),
    "an email taken": ([["User name", "Email"], ["ma", "lina@example.com"]], "Email: Somebody"),
    "neither yes nor no": ([["User name", "Active"], ["lina", "maybe"]], "neither yes nor no"),
    "an unknown number": ([["Number", "Name"], ["999999", "x"]], "Number: Nobody has the number"),
    "no number": ([["Number", "Name"], ["x", "x"]], "Number: Nobody has the number x"),
    "nothing to be known by": ([["Name", "Phone"], ["x", "1"]], "Give a user name or an email"),
    "an unknown team": ([["User name", "Team"], ["lina", "North"]], "Team: There is no team"),
    "a mark without a team": ([["User name", "Team", "Manages"], ["lina", "", "yes"]], "Name the team"),
    "a long phone": ([["User name", "Phone"], ["lina", "1" * 41]], "Phone: Ensure this value has"),
    "a manager who leaves": ([["User name", "Active"], ["ma", "no"]], "still manages East"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refused_row_says_where_and_why_and_writes_nothing(desk, rep, manager, case):
    (header, row), why = REFUSALS[case]
    row = [str(rep.pk) if cell == "LINA" else cell for cell in row]
    table = [header, row]

    page = desk.look(table)

    assert outcomes(page) == ["refused"]
    assert reasons(page).startswith("Row 2") and why in reasons(page)
    before = everything()
    desk.take(page)
    assert everything() == before


def test_refused_rows_are_left_and_the_others_taken(desk, rep):
    page = desk.import_([HEADER, NEW, ["", "lina", "", "", ""]])

    assert outcomes(page) == ["refused"]
    assert page.context["outcome"].is_taken
    assert User.objects.filter(username="zhaoyi").exists()
    rep.refresh_from_db()
    assert rep.name == "李娜"


def test_the_same_person_twice_is_refused(desk, rep):
    page = desk.look([["User name", "Email", "Phone"], ["lina", "", "1"], ["Lina", "", "2"]])

    assert outcomes(page) == ["changed", "refused"]
    assert "Row 3: Row 2 is about the same person" in reasons(page)


def test_the_last_administrator_stays_one(desk, admin):
    for change in ({"Administrator": "no"}, {"Active": "no"}):
        page = desk.look([["User name", *change], ["ada", *change.values()]])
        assert outcomes(page) == ["refused"]
    assert "You cannot deactivate yourself." in reasons(page)


def test_the_right_may_pass_to_somebody_further_down_the_sheet(desk, rep, admin):
    desk.import_([["User name", "Administrator"], ["ada", "no"], ["lina", "yes"]])

    rep.refresh_from_db()
    admin.refresh_from_db()
    assert rep.is_admin and not admin.is_admin


def test_whoever_holds_customers_hands_them_over_first(desk, rep):
    make_customer("Hengyu", owner=rep)

    page = desk.look([["User name", "Active"], ["lina", "no"]])

    assert reasons(page) == "Row 2: 李娜 still owns 1 customer. Hand them over first."


def test_somebody_is_deactivated_and_signed_out(desk, rep, client):
    client.force_login(rep)

    desk.import_([["User name", "Active"], ["lina", "离职"]])

    rep.refresh_from_db()
    assert not rep.is_active
    assert client.get("/").status_code == 302


def test_a_column_that_means_nothing_here_is_refused_by_name(desk):
    page = desk.look([["Name", "Star sign"], ["x", "y"]])

    assert page.status_code == 422
    assert "The column “Star sign” is unknown here" in page.content.decode()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(90)])
def test_a_file_that_is_no_sheet_is_refused(desk, content):
    assert desk.look(content, name="x.xlsx").status_code == 422
