"""Only administrators send sheets of people; and what was looked at is what is taken."""

from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connections
from django.urls import reverse
from django.utils import translation

from crm.people.models import Team, User
from crm.people.sheets.people import Choices
from crm.people.sheets.taking import resource_of, take
from crm.sheets.resources.declared import SheetRows
from crm.sheets.resources.previewed import preview
from tests.factories import make_user
from tests.house import browser_of
from tests.people.sheets.conftest import Desk, outcomes

TABLE = [["Name", "User name", "Team"], ["赵一", "zhaoyi", "Suzhou"]]
PAGES = [("sheet_upload", "people"), ("sheet_upload", "teams"), ("sheet", "people")]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kind"), PAGES)
def test_others_are_shut_out(name, kind, manager, rep):
    url = reverse(f"people:{name}", args=[kind])

    assert browser_of(rep).get(url).status_code == 403
    assert browser_of(manager).get(url).status_code == 403
    assert Desk(browser_of(manager)).look(TABLE).status_code == 403


@pytest.mark.django_db
def test_what_is_no_table_of_ours_is_not_found(desk):
    for name in ("sheet", "sheet_upload"):
        assert desk.client.get(reverse(f"people:{name}", args=["orders"])).status_code == 404


@pytest.mark.django_db
def test_the_rows_of_another_admin_are_not_taken(desk, team):
    page = desk.look(TABLE)
    other = Desk(browser_of(make_user("Other", is_admin=True)))

    assert other.take(page, create_teams="on").status_code == 422
    assert not User.objects.filter(username="zhaoyi").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows", ["", "x", signing.dumps([1, [], []])], ids=["none", "odd", "signed for another use"]
)
def test_rows_that_we_did_not_sign_are_refused(desk, rows):
    page = desk.again(desk.look(TABLE), rows=rows, take="1")

    assert page.status_code == 422
    assert "Upload the sheet again." in page.content.decode()


@pytest.mark.django_db
def test_what_changed_since_the_look_is_looked_at_again(desk, rep):
    page = desk.look([["User name", "Phone"], ["lina", "139"]])
    User.objects.filter(pk=rep.pk).update(phone="138")

    page = desk.take(page)

    assert page.status_code == 409
    assert "Something changed since you looked at it" in page.content.decode()
    rep.refresh_from_db()
    assert rep.phone == "138"
    desk.take(page)
    rep.refresh_from_db()
    assert rep.phone == "139"


@pytest.mark.django_db
def test_choices_that_were_not_looked_at_are_looked_at_first(desk, team):
    page = desk.take(desk.look(TABLE), create_teams="on")

    assert page.status_code == 409
    assert Team.objects.count() == 1
    assert outcomes(desk.again(page)) == ["new"]


@pytest.mark.django_db
def test_a_sheet_taken_twice_is_taken_once(desk, team):
    page = desk.again(desk.look(TABLE), create_teams="on")
    desk.take(page)

    assert desk.take(page).status_code == 409
    assert User.objects.filter(username="zhaoyi").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_with_one_sheet_one_takes_it_and_one_looks_again():
    admins = [make_user(name, is_admin=True) for name in ("Ada", "Bea")]
    sheet = SheetRows(["display_name", "username", "team"], [(2, TABLE[1])])
    choices = Choices(create_teams=True)
    shown = [preview(resource_of("people", by, choices), sheet).fingerprint for by in admins]
    barrier, taken = Barrier(2), []

    def take_it(by, fingerprint):
        with translation.override("en"):
            barrier.wait()
            outcome = take("people", sheet, by=by, choices=choices, shown=fingerprint)
            taken.append(outcome.is_taken)
        connections.close_all()

    threads = [Thread(target=take_it, args=pair) for pair in zip(admins, shown, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False, True]
    assert User.objects.filter(username="zhaoyi").count() == 1
    assert Team.objects.filter(name="Suzhou").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [{"new_people": "both"}, {"create_teams": "\0"}, {"shown": "x" * 99}, {"take": ["", "1"]}],
)
def test_odd_choices_are_borne_and_write_nothing(desk, odd):
    page = desk.again(desk.look(TABLE), **odd)

    assert page.status_code in (200, 409)
    assert not User.objects.filter(username="zhaoyi").exists()
