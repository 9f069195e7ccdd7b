"""Who may look through whose eyes, since when, and what ends it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.people import viewing as room
from crm.people.models import User
from crm.people.viewing import LASTS, Viewing
from crm.refusals import NotAllowed, Refused
from tests.factories import make_customer, make_user
from tests.house import browser_of
from tests.viewing.conftest import look_as

pytestmark = pytest.mark.django_db
START, STOP = reverse("people:view_as"), reverse("people:stop_viewing")
LIST = reverse("customers:list")


def seen_by(client) -> str:
    """Whose name the menu of the page bears."""
    return str(client.get(LIST).context["user"])


def reload(viewing) -> Viewing:
    return Viewing.objects.get(pk=viewing.pk)


def test_the_product_is_the_persons_and_the_banner_says_so(house, eyes):
    make_customer("Far Away", owner=house.stranger)
    html = eyes.get(LIST).content.decode()
    assert seen_by(eyes) == "Owner"
    assert "You see Zhibi as <b>Owner</b>" in html
    assert "Hengyu Machines" in html and "Far Away" not in html
    assert STOP in html


def test_the_page_it_was_started_from_opens_first(house):
    client, page = browser_of(house.admin), house.customer.get_absolute_url()
    response = client.post(START, {"person": house.owner.pk, "next": f"{page}?from=mail"})
    assert response.url == f"{page}?from=mail"
    assert Viewing.objects.get().first_path == page


def test_it_leads_to_no_other_site(house):
    sent = {"person": house.owner.pk, "next": "https://evil.example/"}
    assert browser_of(house.admin).post(START, sent).url == "/"


def test_stopping_gives_the_administrator_back(house, eyes, viewing):
    response = eyes.post(STOP, {"next": LIST})
    assert response.url == LIST
    assert seen_by(eyes) == "Admin"
    assert reload(viewing).ended_at
    assert "You see Zhibi as" not in eyes.get(LIST).content.decode()


def test_stopping_what_does_not_run_is_borne(house):
    assert browser_of(house.owner).post(STOP).status_code == 302


@pytest.mark.parametrize("who", ["owner", "manager", "director"])
def test_only_an_administrator_looks(house, who):
    for send in (Client.get, Client.post):
        assert send(browser_of(getattr(house, who)), START).status_code == 403
    with pytest.raises(NotAllowed, match="Only administrators"):
        room.start(house.stranger, by=getattr(house, who), path="/")
    assert not Viewing.objects.exists()


def test_nobody_looks_as_another_administrator(house):
    other = make_user("Root", is_admin=True)
    assert browser_of(house.admin).post(START, {"person": other.pk}).status_code == 422
    with pytest.raises(NotAllowed, match="Root is an administrator"):
        room.start(other, by=house.admin, path="/")


def test_nobody_looks_as_somebody_who_left(house):
    User.objects.filter(pk=house.mate.pk).update(is_active=False)
    assert browser_of(house.admin).post(START, {"person": house.mate.pk}).status_code == 422
    with pytest.raises(Refused, match="no longer works here"):
        room.start(house.mate, by=house.admin, path="/")


def test_who_was_demoted_a_moment_ago_does_not_begin(house):
    """The object of the request is stale: the row decides."""
    User.objects.filter(pk=house.admin.pk).update(is_admin=False)
    with pytest.raises(NotAllowed):
        room.start(house.owner, by=house.admin, path="/")


ENDINGS = {
    "the administrator is none any more": ("admin", {"is_admin": False}),
    "the person has left": ("owner", {"is_active": False}),
    "the person became an administrator": ("owner", {"is_admin": True}),
}


@pytest.mark.parametrize("reason", ENDINGS)
def test_it_ends_with_the_next_click_when(house, eyes, viewing, reason):
    who, change = ENDINGS[reason]
    User.objects.filter(pk=getattr(house, who).pk).update(**change)
    response = eyes.get(LIST)
    assert (response.status_code, response.url) == (302, LIST)
    assert seen_by(eyes) == "Admin"
    assert reload(viewing).ended_at


def test_a_deactivated_administrator_is_out(house, eyes):
    User.objects.filter(pk=house.admin.pk).update(is_active=False)
    assert eyes.get(LIST).url.startswith(reverse("account_login"))


def test_it_ends_after_half_an_hour(house, eyes, viewing, monkeypatch):
    later = timezone.now() + LASTS
    monkeypatch.setattr("crm.people.viewing.timezone.now", lambda: later)
    assert eyes.get(LIST, follow=True).redirect_chain == [(LIST, 302)]
    assert reload(viewing).ended_at == viewing.ends_at


def test_what_was_meant_as_the_person_is_not_done_as_the_administrator(house, eyes, viewing):
    """The time runs out between two clicks, and the second is a change."""
    viewing.close()
    page = reverse("customers:release", args=[house.customer.pk])
    response = eyes.post(page, {"reason": "x"})
    assert response.status_code == 403
    assert "Nothing was done" in response.content.decode()
    house.customer.refresh_from_db()
    assert house.customer.owner == house.owner


def test_a_part_that_loads_too_late_reloads_the_page(house, eyes, viewing):
    viewing.close()
    response = eyes.get(LIST, headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_a_form_of_another_tab_cannot_be_sent_after_the_change_of_person(house):
    """It would be sent as the wrong one."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.admin)
    token = str(client.get(LIST).context["csrf_token"])
    sent = {"person": house.owner.pk, "csrfmiddlewaretoken": token}
    assert client.post(START, sent).status_code == 302
    assert client.post(STOP, {"csrfmiddlewaretoken": token}).status_code == 403
    inside = str(client.get(LIST).context["csrf_token"])
    assert client.post(STOP, {"csrfmiddlewaretoken": inside}).status_code == 302
    assert client.post(START, {**sent, "csrfmiddlewaretoken": inside}).status_code == 403


def test_signing_out_ends_it(house, eyes, viewing):
    assert eyes.post(reverse("account_logout")).status_code == 302
    assert reload(viewing).ended_at
    assert eyes.get(LIST).url.startswith(reverse("account_login"))


def test_a_viewing_of_one_session_is_no_other_sessions(house, eyes):
    assert seen_by(browser_of(house.admin)) == "Admin"
    assert seen_by(browser_of(house.owner)) == "Owner"


def test_the_log_is_not_rewritten(house, viewing):
    rows = Viewing.objects.filter(pk=viewing.pk)
    viewing.close()
    for rewrite in (rows.delete, lambda: rows.update(pages=0), lambda: rows.update(person=1)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rewrite()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        other = room.start(house.mate, by=house.admin, path="/")
        Viewing.objects.filter(pk=other.pk).update(started_at=timezone.now() - timedelta(days=1))


def test_the_log_tells_who_looked_as_whom_and_what_was_opened(house, eyes, viewing):
    eyes.get(house.customer.get_absolute_url())
    eyes.get(LIST, headers={"HX-Request": "true", "HX-Target": "grid"})
    eyes.get(reverse("sales:orders"), {"q": "secret words"})
    eyes.get(reverse("notices:unread"), headers={"HX-Request": "true"})
    found = reload(viewing)
    assert (found.pages, found.first_path, found.last_path) == (2, "/", reverse("sales:orders"))
    html = browser_of(house.admin).get(reverse("people:viewings")).content.decode()
    assert all(text in html for text in ("Admin", "Owner", found.last_path, "running"))
    assert browser_of(house.manager).get(reverse("people:viewings")).status_code == 403


def test_the_log_costs_the_same_for_one_and_for_three(house, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, log = browser_of(house.admin), reverse("people:viewings")
    room.start(house.owner, by=house.admin, path="/")
    client.get(log)
    with CaptureQueriesContext(connection) as one:
        client.get(log)
    for person in (house.mate, house.stranger):
        room.start(person, by=house.admin, path="/")
    with django_assert_max_num_queries(len(one)):
        client.get(log)


def test_the_doors_stand_on_the_pages_of_a_person_and_of_a_customer(house):
    admin, mate = browser_of(house.admin), browser_of(house.owner)
    person = reverse("people:person", args=[house.owner.pk])
    assert f'action="{START}"' in admin.get(person).content.decode()
    assert START not in admin.get(reverse("people:person", args=[house.admin.pk])).content.decode()
    page = house.customer.get_absolute_url()
    assert f"{START}?next={page}" in admin.get(page).content.decode()
    assert START not in mate.get(page).content.decode()
    html = admin.get(START, {"next": page}, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{page}"' in html


def test_without_a_script_a_typed_name_is_understood(house):
    client = look_as(house.admin, house.owner)
    client.post(STOP)
    assert client.post(START, {"person": "", "person-typed": "Mate"}).status_code == 302
    assert seen_by(client) == "Mate"
