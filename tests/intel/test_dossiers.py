"""A dossier: stored on its first use, changed by two people without loss, shown with its history."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from intel.forms.dossier import DossierForm
from intel.models import Dossier
from tests.factories import make_contact, make_customer
from tests.factories_intel import make_department, make_dossier, make_fact
from tests.house import browser_of

pytestmark = pytest.mark.django_db

PLACED = {"level": "managing", "function": "technical", "roles": ["designer"], "stance": "for"}


def form_url(contact):
    return reverse("intel:edit_dossier", args=[contact.pk])


def opened(client, contact):
    """What the form, opened now, would post unchanged."""
    form = client.get(form_url(contact)).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return {name: value for name, value in values.items() if value not in ("", False)}


def send(client, contact, **said):
    blank = {"level": "", "function": "", "stance": "", "department": ""}
    return client.post(form_url(contact), blank | said)


def test_reading_a_dossier_stores_none(house, wu):
    client = browser_of(house.owner)
    assert client.get(reverse("intel:dossier", args=[wu.pk])).status_code == 200
    assert client.get(form_url(wu)).status_code == 200
    assert not Dossier.objects.exists()


def test_the_first_save_stores_it_and_leads_to_its_page(house, wu):
    client, department = browser_of(house.owner), make_department(house.customer)
    seen = opened(client, wu)
    response = send(client, wu, **seen, **PLACED, department=department.pk, is_coach="on")
    dossier = Dossier.objects.get(contact=wu)
    assert response.url == dossier.get_absolute_url()
    assert (dossier.level, dossier.roles, dossier.is_coach) == ("managing", ["designer"], True)
    assert dossier.department == department


def test_roles_are_kept_in_one_order_however_they_are_sent(house, wu):
    client = browser_of(house.owner)
    send(client, wu, **opened(client, wu), roles=["influencer", "initiator", "influencer"])
    assert Dossier.objects.get().roles == ["initiator", "influencer"]


def test_everything_can_be_unknown_again(house, wu):
    make_dossier(wu, **PLACED, is_coach=True)
    client = browser_of(house.owner)
    send(client, wu, seen=opened(client, wu)["seen"])
    dossier = Dossier.objects.get()
    assert (dossier.level, dossier.function, dossier.roles, dossier.stance) == ("", "", [], "")
    assert not dossier.is_coach


def test_two_who_change_different_things_lose_nothing(house, wu):
    make_dossier(wu, level="managing")
    client = browser_of(house.owner)
    mine = opened(client, wu)
    Dossier.objects.filter(contact=wu).update(stance="against", roles=["user"])
    send(client, wu, **{**mine, "level": "deciding"})
    dossier = Dossier.objects.get()
    assert (dossier.level, dossier.stance, dossier.roles) == ("deciding", "against", ["user"])


def test_two_who_change_the_roles_are_shown_both(house, wu):
    make_dossier(wu, roles=["user"])
    client = browser_of(house.owner)
    mine = opened(client, wu)
    Dossier.objects.filter(contact=wu).update(roles=["decider", "user"])
    response = send(client, wu, **{**mine, "roles": ["designer"]})
    assert response.status_code == 422 and "Decider, User" in response.content.decode()
    assert Dossier.objects.get().roles == ["decider", "user"]


def test_somebody_who_was_quicker_with_the_first_save_is_not_overwritten(house, wu):
    client = browser_of(house.owner)
    mine = opened(client, wu)
    make_dossier(wu, stance="against")
    assert send(client, wu, **{**mine, "stance": "for"}).status_code == 422
    assert Dossier.objects.get().stance == "against"


def test_a_department_of_another_customer_is_refused(house, wu):
    foreign = make_department(make_customer())
    client = browser_of(house.owner)
    response = send(client, wu, **opened(client, wu), department=foreign.pk)
    assert "no such department at this customer" in response.content.decode()
    assert not Dossier.objects.exists()


def test_a_deleted_department_is_not_offered_and_not_shown(house, wu):
    department = make_department(house.customer, "Gone works")
    make_dossier(wu, department=department)
    department.put_aside(by=house.owner)
    client = browser_of(house.owner)
    for url in (form_url(wu), reverse("intel:dossier", args=[wu.pk])):
        assert "Gone works" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    "nonsense",
    [
        {"level": "god"},
        {"function": ["using", "technical", "\0"]},
        {"roles": ["decider", "king"]},
        {"department": "x" * 5000},
        {"department": "9" * 40},
        {"seen": "{" * 90_000},
        {"seen": '{"values": 3, "disputed": 4}'},
    ],
)
def test_nonsense_is_refused_or_ignored(house, wu, nonsense):
    response = send(browser_of(house.owner), wu, **nonsense)
    assert response.status_code in (302, 422)
    assert not Dossier.objects.filter(level="god").exists()


def test_the_history_tells_who_changed_what_in_words(house, wu):
    make_dossier(wu, roles=["user"])
    client = browser_of(house.manager)
    send(client, wu, **opened(client, wu) | {"roles": ["user", "decider"]})
    html = client.get(reverse("intel:dossier", args=[wu.pk])).content.decode()
    assert "decider, user" in html and "Manager" in html


def test_in_the_dialog_the_page_stays_and_its_parts_reload(house, wu):
    headers = {"HX-Request": "true", "HX-Target": "dialog"}
    client = browser_of(house.owner)
    response = client.post(form_url(wu), opened(client, wu) | PLACED, headers=headers)
    assert response.status_code == 204
    assert '"people-changed"' in response["HX-Trigger"]


@pytest.mark.parametrize("facts", [1, 3])
def test_the_page_asks_as_much_for_three_facts_as_for_one(
    house, wu, facts, django_assert_num_queries
):
    make_dossier(wu)
    for number in range(facts):
        make_fact(wu, f"Fact {number}")
    client = browser_of(house.owner)
    with django_assert_num_queries(PAGE):
        client.get(reverse("intel:dossier", args=[wu.pk]))


PAGE = 21


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_first_users_at_once_leave_one_dossier_with_what_both_said(attempt):
    customer = make_customer()
    contact = make_contact(customer)
    barrier, saved = threading.Barrier(2), []

    def save(**said):
        form = DossierForm(instance=Dossier.of(contact))
        blank = {"level": "", "function": "", "stance": "", "seen": form["seen"].value()}
        bound = DossierForm(blank | said, instance=Dossier.of(contact))
        barrier.wait()
        saved.append(bound.settle(by=customer.owner))
        connection.close()

    said = [{"level": "deciding"}, {"stance": "for"}]
    threads = [threading.Thread(target=save, kwargs=one) for one in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dossier = Dossier.objects.get(contact=contact)
    assert (saved, dossier.level, dossier.stance) == ([True, True], "deciding", "for")
