"""Strangers get 404, insiders without the right to change 403, the owner gets through."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from intel.models import Department, Dossier, Fact, RivalProduct
from tests.factories import make_contact
from tests.factories_intel import make_department, make_dossier, make_fact, make_rival
from tests.house import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(house, wu):
    """One record for each URL name, as its only argument."""
    return SimpleNamespace(
        customer=house.customer,
        contact=wu,
        dossier=make_dossier(wu),
        department=make_department(house.customer),
        rival=make_rival(house.customer),
        fact=make_fact(wu),
    )


READING = [("dossier", "contact"), ("rival", "rival")]
FORMS = [
    ("edit_dossier", "contact"),
    ("new_fact", "contact"),
    ("new_department", "customer"),
    ("edit_department", "department"),
    ("new_rival", "customer"),
    ("edit_rival", "rival"),
]
TAPS = [("delete_department", "department"), ("delete_rival", "rival")]
ROWS = [("department", Department), ("rival", RivalProduct), ("fact", Fact)]


def get(user, name, record):
    return browser_of(user).get(reverse(f"intel:{name}", args=[record.pk])).status_code


def tap(user, name, record):
    url = reverse(f"intel:{name}", args=[record.pk])
    return browser_of(user).post(url, {"nothing": "known"}).status_code


@pytest.mark.parametrize(("name", "kind"), READING)
def test_insiders_read_what_strangers_do_not_find(house, insider, records, name, kind):
    record = getattr(records, kind)
    people = (house.owner, insider, house.admin, house.manager, house.stranger)
    assert [get(person, name, record) for person in people] == [200, 200, 200, 200, 404]


def test_who_has_the_card_alone_knows_of_the_person_but_not_of_their_dossier(card_reader, records):
    assert get(card_reader, "dossier", records.contact) == 403
    assert get(card_reader, "rival", records.rival) == 404


@pytest.mark.parametrize(("name", "kind"), FORMS)
@pytest.mark.parametrize("ask", [get, tap])
def test_forms_are_for_those_who_may_change(house, insider, records, name, kind, ask):
    record = getattr(records, kind)
    assert [ask(house.stranger, name, record), ask(insider, name, record)] == [404, 403]
    assert ask(house.owner, name, record) == (200 if ask is get else answer_to_nothing(name))


def answer_to_nothing(name):
    """Of a form sent empty: a dossier may be, everything else is refused."""
    return 302 if name == "edit_dossier" else 422


@pytest.mark.parametrize(("name", "kind"), TAPS)
def test_deleting_and_undoing_is_for_those_who_may_change(house, insider, records, name, kind):
    record, undo = getattr(records, kind), name.replace("delete", "restore")
    people = (house.stranger, insider, house.owner)
    assert [tap(person, name, record) for person in people] == [404, 403, 302]
    assert [tap(person, undo, record) for person in people] == [404, 403, 302]


@pytest.mark.parametrize("name", ["edit_fact", "delete_fact", "restore_fact"])
def test_a_fact_does_not_exist_for_those_it_is_not_for(house, insider, records, name):
    for person in (house.stranger, insider, house.admin, house.director):
        assert tap(person, name, records.fact) == 404


@pytest.mark.parametrize("who", ["admin", "director", "insider"])
def test_nobody_but_a_confidant_records_facts(house, insider, records, who):
    person = insider if who == "insider" else getattr(house, who)
    assert get(person, "new_fact", records.contact) == 403
    assert tap(person, "new_fact", records.contact) == 403


@pytest.mark.parametrize("who", ["owner", "manager", "editor"])
def test_confidants_change_delete_and_bring_back_facts(house, editor, records, who):
    person = editor if who == "editor" else getattr(house, who)
    assert get(person, "edit_fact", records.fact) == 200
    assert tap(person, "delete_fact", records.fact) == 302
    assert get(person, "edit_fact", records.fact) == 404
    assert tap(person, "restore_fact", records.fact) == 302
    assert get(person, "edit_fact", records.fact) == 200


@pytest.mark.parametrize(("kind", "model"), ROWS)
def test_a_delete_needs_post_and_a_restore_something_deleted(house, records, kind, model):
    record = getattr(records, kind)
    assert get(house.owner, f"delete_{kind}", record) == 405
    assert get(house.owner, f"restore_{kind}", record) == 405
    assert tap(house.owner, f"restore_{kind}", record) == 404
    assert model.objects.get(pk=record.pk).deleted_at is None


@pytest.mark.parametrize("name", [name for name, kind in READING + FORMS if kind == "contact"])
def test_a_deleted_contact_takes_the_dossier_and_its_facts_along(house, records, name):
    records.contact.put_aside(by=house.owner)
    assert get(house.owner, name, records.contact) == 404
    assert get(house.owner, "edit_fact", records.fact) == 404
    assert not Dossier.objects.visible_to(house.owner).exists()


@pytest.mark.parametrize(("name", "kind"), READING + FORMS)
def test_what_belongs_to_a_deleted_customer_is_gone_with_it(house, records, name, kind):
    house.customer.delete(by=house.owner)
    assert get(house.owner, name, getattr(records, kind)) == 404


def test_in_a_pool_nobody_records_facts(house):
    contact = make_contact(house.pooled)
    people = (house.mate, house.manager, house.admin)
    assert [get(person, "new_fact", contact) for person in people] == [403, 403, 403]


@pytest.mark.parametrize("name", ["dossiers", "rivals", "competitor_names"])
def test_lists_are_for_people_who_signed_in(client, house, name):
    assert client.get(reverse(f"intel:{name}")).status_code == 302
    assert browser_of(house.stranger).get(reverse(f"intel:{name}")).status_code == 200
