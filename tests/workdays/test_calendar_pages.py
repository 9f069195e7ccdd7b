"""The calendar in the browser: everybody reads it, admins change it."""

from datetime import date

import pytest
from django.urls import reverse

from crm.models import SpecialDay
from tests.factories import make_special_day
from tests.house import browser_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}
THURSDAY, SATURDAY = date(2026, 10, 1), date(2026, 10, 10)


def day_url(day=THURSDAY):
    return reverse("workdays:day", args=[day])


@pytest.fixture
def admin(house):
    return browser_of(house.admin)


def test_without_a_year_it_opens_at_this_one(admin, house):
    assert admin.get("/workdays/", follow=True).context["year"].number >= 2026


def test_the_year_names_its_holidays(admin):
    make_special_day(THURSDAY, name="National <Day>")
    text = admin.get("/workdays/2026/").text
    assert "National &lt;Day&gt;" in text and "260 working days" in text


@pytest.mark.parametrize("path", ["2009/", "2061/", "days/2026-02-30/", "days/2061-01-01/"])
def test_what_the_calendar_does_not_reach_is_not_there(admin, path):
    assert admin.get(f"/workdays/{path}").status_code == 404


def test_its_ends_lead_no_further(admin):
    assert "/workdays/2009/" not in admin.get("/workdays/2010/").text
    assert "/workdays/2061/" not in admin.get("/workdays/2060/").text


@pytest.mark.parametrize("who", ["owner", "manager", "stranger"])
def test_everybody_reads_it_and_only_admins_change_it(house, who):
    client = browser_of(getattr(house, who))
    page = client.get("/workdays/2026/")
    assert page.status_code == 200 and day_url() not in page.text
    refused = [client.get(day_url()), client.post(day_url(), {"kind": "rest"})]
    refused += [client.post("/workdays/2026/holidays/"), client.get("/workdays/2026/holidays/")]
    refused += [client.post(reverse("workdays:restore_day", args=[THURSDAY]))]
    assert [response.status_code for response in refused] == [403] * 5
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize(("day", "offered"), [(THURSDAY, "rest"), (SATURDAY, "working")])
def test_an_ordinary_day_is_offered_the_opposite(admin, day, offered):
    assert admin.get(day_url(day)).context["form"].initial["kind"] == offered


def test_a_special_day_shows_what_it_is(admin):
    make_special_day(THURSDAY, name="National Day")
    initial = admin.get(day_url()).context["form"].initial
    assert initial == {"kind": "rest", "name": "National Day"}


def test_a_day_is_set_over_the_page_and_the_page_reloads_it(admin):
    response = admin.post(day_url(), {"kind": "rest", "name": "Founding"}, headers=HTMX)
    day = SpecialDay.objects.get()
    assert (day.day, day.is_working, day.name, day.is_loaded) == (
        *(THURSDAY, False, "Founding", False),
    )
    assert response.status_code == 204
    assert {"dialog-close", "calendar-changed", "toasts"} <= set(
        response.headers["HX-Trigger"].split('"')
    )


def test_without_javascript_it_leads_back_to_the_year(admin):
    response = admin.post(day_url(), {"kind": "rest", "name": ""})
    assert response.url == reverse("workdays:year", args=[2026])


def test_as_every_week_makes_it_ordinary_again(admin):
    make_special_day(THURSDAY)
    admin.post(day_url(), {"kind": "usual"})
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize("data", [{}, {"kind": "x"}, {"kind": "rest", "name": "x" * 81}])
def test_bad_input_is_named_and_changes_nothing(admin, data):
    response = admin.post(day_url(), data, headers=HTMX)
    assert response.status_code in (200, 422)
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize("was", [None, {"is_working": True, "name": "Fair", "is_loaded": True}])
def test_a_change_is_undone_to_what_was_there(admin, was):
    if was:
        make_special_day(THURSDAY, **was)
    page = admin.post(day_url(), {"kind": "rest", "name": "x"}, follow=True)
    (told,) = page.context["messages"]
    admin.post(told.extra_tags.removeprefix("undo="))
    kept = SpecialDay.objects.values("is_working", "name", "is_loaded")
    assert list(kept) == ([was] if was else [])


def test_an_undo_that_we_did_not_write_is_not_there(admin):
    url = reverse("workdays:restore_day", args=[THURSDAY])
    assert admin.post(f"{url}?was=WzFd:x:y").status_code == 404
    assert admin.post(url).status_code == 404


def test_loading_shows_first_what_would_change(admin):
    make_special_day(THURSDAY, is_working=True, name="Fair")
    response = admin.get("/workdays/2026/holidays/")
    assert "Fair" in response.text and "Overwrite these too" in response.text
    assert SpecialDay.objects.count() == 1


@pytest.mark.parametrize(("sent", "works"), [({}, True), ({"overwrite": "on"}, False)])
def test_loading_overwrites_a_hand_only_when_told(admin, sent, works):
    make_special_day(THURSDAY, is_working=True, name="Fair")
    admin.post("/workdays/2026/holidays/", sent)
    assert SpecialDay.objects.count() > 20
    assert SpecialDay.objects.get(day=THURSDAY).is_working is works


def test_a_year_not_announced_says_so(admin):
    assert "State Council" in admin.get("/workdays/2060/holidays/").text
