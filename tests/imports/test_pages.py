"""The pages of an import: who may, what they show at each step, and tabs left behind."""

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.imports.mapping import Mapping
from customers.imports.reading.continuing import tag_of
from customers.imports.running import run_check, run_writing, start_check, start_writing
from customers.models import Customer, SheetImport
from tests.factories import make_import, make_team, make_user
from tests.house import browser_of
from tests.imports.conftest import checked, imported, problems, reloaded, sheet_in

pytestmark = pytest.mark.django_db

GETS = ["import", "import_progress", "import_errors"]
POSTS = ["import_check", "import_write", "import_stop", "import_resume"]


def url(staged, verb="import"):
    return reverse(f"customers:{verb}", args=[staged.pk])


def jobs_of(staged):
    return ProcrastinateJob.objects.filter(args__pk=staged.pk)


def shown(client, staged) -> str:
    return client.get(url(staged)).content.decode()


@pytest.fixture
def staged(db):
    return make_import(["Name", "Email", "Star sign"], [["A", "", "Leo"], ["B", "nobody", ""]])


# --- who may ------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["imports", "import_template"])
def test_only_admins_import(place):
    team = make_team()
    for person in (make_user(), make_user(team=team, manager_of=team)):
        assert browser_of(person).get(reverse(f"customers:{place}")).status_code == 403


def test_only_admins_open_an_import(staged):
    rep = browser_of(make_user())
    assert [rep.get(url(staged, place)).status_code for place in GETS] == [403] * 3
    assert [rep.post(url(staged, verb)).status_code for verb in POSTS] == [403] * 4
    assert reloaded(staged).state == "mapping"


def test_strangers_are_sent_to_sign_in(staged, client):
    client.logout()
    for place in [*GETS, *POSTS]:
        assert reverse("account_login") in client.get(url(staged, place))["location"]


def test_verbs_are_not_carried_out_by_a_link(staged, client):
    assert [client.get(url(staged, verb)).status_code for verb in POSTS] == [405] * 4


def test_an_import_that_is_not_there_is_404(client):
    for place in [*GETS]:
        assert client.get(reverse(f"customers:{place}", args=[999_999])).status_code == 404
    for verb in POSTS:
        assert client.post(reverse(f"customers:{verb}", args=[999_999])).status_code == 404


# --- step by step ---------------------------------------------------------------------------


def test_the_whole_way_through_the_pages(upload, client):
    upload([["Name", "Email"], ["A", "a@example.com"], ["B", "nobody"]])
    staged = SheetImport.objects.get()
    client.post(url(staged, "import_check"), {"column_0": "name", "column_1": "email"})
    run_check(staged.pk)
    assert "Import 1 good row" in shown(client, staged)
    client.post(url(staged, "import_write"))
    run_writing(staged.pk)
    assert "See the customers" in shown(client, staged)
    assert Customer.objects.get().email == "a@example.com"


def test_the_checked_page_says_why_rows_are_refused_and_what_is_left_out(client, staged):
    checked(staged)
    page = shown(client, staged)
    assert "Email: Enter a valid email address." in page
    assert "Left out: Star sign" in page


def test_the_columns_of_a_checked_import_can_be_matched_again(client, staged):
    checked(staged)
    assert "Check every row" in client.get(f"{url(staged)}?columns").content.decode()
    imported(make_import())
    done = SheetImport.objects.get(state="checked").pk
    assert done == staged.pk


def test_the_columns_of_a_finished_import_cannot(client):
    done = imported(make_import())
    assert "Check every row" not in client.get(f"{url(done)}?columns").content.decode()


def test_the_bar_is_there_again_when_one_comes_back(client, staged):
    start_check(staged, Mapping.of(staged))
    for _visit in range(2):
        page = shown(client, staged)
        assert 'value="0" max="2"' in page
        assert "You may leave this page" in page
    assert "HX-Refresh" not in client.get(url(staged, "import_progress"))


def test_the_bar_gives_way_to_the_outcome(client, staged):
    checked(staged)
    assert client.get(url(staged, "import_progress"))["HX-Refresh"] == "true"


def test_nothing_good_leaves_nothing_to_import(client):
    staged = checked(make_import(["Name"], [[""]]))
    assert "good row" not in shown(client, staged).replace("Good rows", "")
    client.post(url(staged, "import_write"))
    assert reloaded(staged).state == "checked"


# --- tabs left behind -------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["import_write", "import_stop", "import_resume"])
def test_a_verb_at_the_wrong_step_is_refused_in_a_sentence(client, staged, verb):
    response = client.post(
        url(staged, verb), headers={"referer": f"http://testserver{url(staged)}"}
    )
    assert response["location"].endswith(url(staged))
    assert "it is waiting for its columns" in shown(client, staged)


def test_sending_the_columns_twice_checks_once(client, staged):
    for _press in range(2):
        chosen = {"column_0": "name", "column_1": "-", "column_2": "-"}
        response = client.post(url(staged, "import_check"), chosen)
        assert response.status_code == 302
    assert jobs_of(staged).count() == 1


def test_pressing_import_twice_imports_once(client):
    staged = checked(make_import())
    for _press in range(2):
        assert client.post(url(staged, "import_write")).status_code == 302
    assert jobs_of(staged).filter(task_name="write_import").count() == 1


def test_columns_sent_for_a_finished_import_change_nothing(client):
    done = imported(make_import())
    client.post(url(done, "import_check"), {"column_0": "address", "column_1": "name"})
    assert (reloaded(done).state, Mapping.of(done).target_of(0)) == ("done", "name")
    assert set(done.checks.values_list("verdict", flat=True)) == {"new"}


def test_stopping_what_has_ended_meanwhile_is_refused(client):
    done = imported(make_import())
    assert client.post(url(done, "import_stop")).status_code == 302
    assert reloaded(done).state == "done"


# --- jobs that broke off ----------------------------------------------------------------------


def break_off():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'")


def test_work_that_broke_off_says_so_and_can_be_tried_again(client):
    staged = checked(make_import())
    start_writing(staged)
    assert "broke off" not in shown(client, staged)
    break_off()
    assert "broke off" in shown(client, staged)
    client.post(url(staged, "import_resume"))
    assert "broke off" not in shown(client, staged)
    run_writing(staged.pk)
    assert reloaded(staged).state == "done"


def test_trying_again_what_did_not_break_off_starts_no_second_job(client, staged):
    start_check(staged, Mapping.of(staged))
    client.post(url(staged, "import_resume"))
    assert jobs_of(staged).count() == 1


# --- refused rows -----------------------------------------------------------------------------


def test_refused_rows_come_back_as_a_sheet_with_reasons(client, staged):
    checked(staged)
    response = client.get(url(staged, "import_errors"))
    assert "refused rows of customers.xlsx" in response["content-disposition"]
    header, row = sheet_in(response)
    mark = f"Row in import {tag_of(staged)}"
    assert header == ["Why this row was refused", "Name", "Email", "Star sign", mark]
    assert row == ["Email: Enter a valid email address.", "B", "nobody", "", "3"]


def test_the_corrected_sheet_of_refused_rows_is_imported(client, upload, staged):
    checked(staged)
    header, row = sheet_in(client.get(url(staged, "import_errors")))
    upload([header, [*row[:2], "b@example.com", "", row[4]]])
    again = SheetImport.objects.latest("pk")
    assert "Why this row" not in shown(client, again)
    assert (imported(again).good, again.bad) == (1, 0)
    assert Customer.objects.get().email == "b@example.com"


def test_the_reasons_of_last_time_are_not_handed_back_again(client, upload, staged):
    checked(staged)
    header, row = sheet_in(client.get(url(staged, "import_errors")))
    upload([header, row])
    again = checked(SheetImport.objects.latest("pk"))
    assert list(problems(again)) == [2]
    mark = f"Row in import {tag_of(again)}"
    assert sheet_in(client.get(url(again, "import_errors"))) == [
        [*header[:4], mark],
        [*row[:4], "2"],
    ]
