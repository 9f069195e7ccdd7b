"""Leave: entered by those who lead, read by the one who is away."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.models import Leave
from crm.refusals import NotAllowed, Refused
from crm.workdays.signals import leave_changed
from tests.factories import make_leave
from tests.house import browser_of

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
LEAVES = reverse("workdays:leaves")


@pytest.fixture
def leave(house):
    return make_leave(house.owner, last_day=timezone.localdate() + timedelta(days=9))


def url(name, leave, *args):
    return reverse(f"workdays:{name}", args=[leave.pk, *args])


def enter(client, person, first_day=MONDAY, last_day=FRIDAY):
    data = {"person": person.pk, "first_day": first_day, "last_day": last_day, "note": "Sea"}
    return client.post(reverse("workdays:new_leave"), data)


@pytest.mark.parametrize("who", ["manager", "director", "admin"])
def test_those_above_enter_it(house, who):
    above = getattr(house, who)
    enter(browser_of(above), house.owner)
    leave = Leave.objects.get()
    assert (leave.person, leave.created_by, leave.note) == (house.owner, above, "Sea")


@pytest.mark.parametrize("who", ["owner", "mate", "stranger"])
def test_nobody_else_does(house, who):
    assert enter(browser_of(getattr(house, who)), house.owner).status_code == 403
    with pytest.raises(NotAllowed):
        Leave(person=house.owner, first_day=MONDAY, last_day=FRIDAY).grant(by=getattr(house, who))
    assert not Leave.objects.exists()


def test_a_manager_does_not_enter_their_own(house):
    page = enter(browser_of(house.manager), house.manager)
    assert page.context["form"].errors["person"]
    assert not Leave.objects.exists()


def test_a_manager_is_not_offered_people_of_another_team(house):
    assert enter(browser_of(house.manager), house.stranger).context["form"].errors["person"]


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [(FRIDAY, MONDAY), ("", MONDAY), ("x", "y"), (date(2001, 1, 1), MONDAY)]
    + [(MONDAY, date(2030, 1, 1)), (MONDAY, "9999-12-31")],
)
def test_impossible_days_are_named_and_kept_in_the_form(house, first_day, last_day):
    page = enter(browser_of(house.manager), house.owner, first_day, last_day)
    assert page.context["form"].errors
    assert page.context["form"]["note"].value() == "Sea"
    assert not Leave.objects.exists()


def test_a_leave_that_ends_before_it_begins_is_refused(house):
    with pytest.raises(Refused):
        Leave(person=house.owner, first_day=FRIDAY, last_day=MONDAY).grant(by=house.manager)


def test_the_list_holds_those_led_now_and_later(house, leave):
    later = make_leave(house.mate, first_day=timezone.localdate() + timedelta(days=30))
    make_leave(house.mate, first_day=timezone.localdate() - timedelta(days=30))
    make_leave(house.stranger)
    make_leave(house.manager)
    page = browser_of(house.manager).get(LEAVES)
    assert list(page.context["leaves"]) == [leave, later]


def test_an_administrator_sees_everybodys(house, leave):
    make_leave(house.stranger)
    make_leave(house.admin)
    assert len(browser_of(house.admin).get(LEAVES).context["leaves"]) == 3


def test_the_list_counts_working_days(house):
    next_monday = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday())
    make_leave(house.owner, next_monday, next_monday + timedelta(days=6))
    (leave,) = browser_of(house.manager).get(LEAVES).context["leaves"]
    assert leave.days == 5


def test_the_list_takes_as_many_queries_for_three_as_for_one(house, leave):
    asked = [queries_of(house.manager)]
    make_leave(house.mate)
    make_leave(house.mate)
    asked.append(queries_of(house.manager))
    assert asked[0] == asked[1] > 0


def queries_of(user) -> int:
    client = browser_of(user)
    with CaptureQueriesContext(connection) as captured:
        client.get(LEAVES)
    return len(captured)


def test_reps_read_their_own_and_change_nothing(house, leave):
    client = browser_of(house.owner)
    page = client.get(reverse("workdays:my_leaves"))
    assert list(page.context["leaves"]) == [leave]
    assert url("remove_leave", leave) not in page.text
    assert client.get(LEAVES).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("mate", 404), ("stranger", 404)])
def test_changing_is_refused_to_readers_and_hidden_from_strangers(house, leave, who, status):
    client, was = browser_of(getattr(house, who)), leave.last_day
    answers = [client.get(url("end_leave", leave)), client.post(url("remove_leave", leave))]
    answers += [client.post(url("end_leave", leave), {"last_day": timezone.localdate()})]
    answers += [client.post(url("move_end", leave, timezone.localdate()))]
    assert [answer.status_code for answer in answers] == [status] * 4
    leave.refresh_from_db()
    assert (leave.last_day, leave.deleted_at) == (was, None)


def test_it_ends_early_and_the_undo_gives_the_days_back(house, leave):
    client, was, today = browser_of(house.manager), leave.last_day, timezone.localdate()
    page = client.post(url("end_leave", leave), {"last_day": today}, follow=True)
    leave.refresh_from_db()
    assert leave.last_day == today
    client.post(undo_of(page))
    leave.refresh_from_db()
    assert leave.last_day == was


def undo_of(page) -> str:
    (told,) = page.context["messages"]
    return told.extra_tags.removeprefix("undo=")


def test_ending_before_the_beginning_is_refused_in_the_form(house, leave):
    data = {"last_day": leave.first_day - timedelta(days=1)}
    response = browser_of(house.manager).post(url("end_leave", leave), data)
    assert response.context["form"].errors


def test_it_is_deleted_and_comes_back(house, leave):
    client = browser_of(house.manager)
    page = client.post(url("remove_leave", leave), follow=True)
    assert not Leave.objects.living().exists()
    assert client.post(url("remove_leave", leave)).status_code == 404
    client.post(undo_of(page))
    assert Leave.objects.living().get() == leave


def test_a_stranger_brings_nothing_back(house, leave):
    leave.withdraw(by=house.manager)
    assert browser_of(house.stranger).post(url("restore_leave", leave)).status_code == 404


@pytest.mark.parametrize("verb", ["grant", "end_on", "withdraw", "bring_back"])
def test_each_verb_tells_whose_leave_changed_once_committed(
    house, leave, verb, django_capture_on_commit_callbacks
):
    heard = []

    def listen(person, **_):
        heard.append(person)

    leave_changed.connect(listen)
    arguments = (leave.first_day,) if verb == "end_on" else ()
    with django_capture_on_commit_callbacks(execute=True):
        getattr(leave, verb)(*arguments, by=house.manager)
        assert heard == []
    assert heard == [house.owner]


def test_the_rail_leads_there_only_those_who_lead(house):
    place = f'href="{LEAVES}"'
    assert place in browser_of(house.manager).get("/customers/").text
    assert place not in browser_of(house.owner).get("/customers/").text
    assert reverse("workdays:my_leaves") in browser_of(house.owner).get("/customers/").text
