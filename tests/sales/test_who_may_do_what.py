"""Strangers get 404, insiders without the right to change 403, the owner gets through."""

import pytest
from django.urls import reverse

from sales.models import Activity
from tests.factories import make_user
from tests.factories_sales import in_days, make_activity, make_opportunity, make_order, make_sold_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("Li Na")


@pytest.fixture
def customer(rep):
    return make_sold_to(rep)


@pytest.fixture
def insider(rep, customer):
    reader = make_user("Zhou Min")
    customer.share(reader, by=rep, scope="everything")
    return reader


@pytest.fixture
def card_reader(rep, customer):
    reader = make_user("He Jing")
    customer.share(reader, by=rep, scope="card", may_edit=True)
    return reader


@pytest.fixture
def records(customer):
    """One record for each URL name, as its only argument."""
    planned = make_activity(customer, due_at=in_days(1))
    opportunity, order = make_opportunity(customer), make_order(customer)
    won = make_opportunity(customer)
    won.win(by=customer.owner)
    return {
        "customer": customer,
        "activity": planned,
        "opportunity": opportunity,
        "won": won,
        "order": order,
    }


READING = [("activity", "activity"), ("opportunity", "opportunity"), ("order", "order")]
FORMS = [
    ("log", "customer"),
    ("edit_activity", "activity"),
    ("new_opportunity", "customer"),
    ("edit_opportunity", "opportunity"),
    ("lose_opportunity", "opportunity"),
    ("new_order", "customer"),
    ("edit_order", "order"),
]
TAPS = [
    ("complete_activity", "activity"),
    ("delete_activity", "activity"),
    ("move_opportunity", "opportunity"),
    ("win_opportunity", "opportunity"),
    ("reopen_opportunity", "won"),
    ("delete_opportunity", "opportunity"),
    ("delete_order", "order"),
]
KINDS = [
    ("activity", "delete_activity"),
    ("opportunity", "delete_opportunity"),
    ("order", "delete_order"),
]


def get(client, user, name, record):
    client.force_login(user)
    return client.get(reverse(f"sales:{name}", args=[record.pk])).status_code


def tap(client, user, name, record, **data):
    client.force_login(user)
    data = {"stage": "2", **data}
    return client.post(reverse(f"sales:{name}", args=[record.pk]), data).status_code


@pytest.mark.parametrize(("name", "kind"), READING)
def test_insiders_read_a_page_that_strangers_and_card_readers_do_not_find(
    client, rep, insider, card_reader, records, name, kind
):
    people = (rep, insider, card_reader, make_user(), make_user(is_admin=True))
    assert [get(client, p, name, records[kind]) for p in people] == [200, 200, 404, 404, 200]


@pytest.mark.parametrize(("name", "kind"), FORMS)
def test_forms_open_for_the_owner_alone(client, rep, insider, records, name, kind):
    people = (rep, insider, make_user())
    assert [get(client, p, name, records[kind]) for p in people] == [200, 403, 404]


@pytest.mark.parametrize(("name", "kind"), FORMS)
def test_sending_a_form_is_refused_to_the_same_people(
    client, rep, insider, card_reader, records, name, kind
):
    hidden = 403 if kind == "customer" else 404
    assert tap(client, make_user(), name, records[kind]) == 404
    assert tap(client, insider, name, records[kind]) == 403
    assert tap(client, card_reader, name, records[kind]) == hidden


@pytest.mark.parametrize(("name", "kind"), TAPS)
def test_one_tap_verbs_are_for_the_owner_alone(client, rep, insider, records, name, kind):
    people = (make_user(), insider, rep)
    assert [tap(client, p, name, records[kind]) for p in people] == [404, 403, 302]


@pytest.mark.parametrize(("name", "kind"), TAPS)
def test_a_tap_needs_post(client, rep, records, name, kind):
    assert get(client, rep, name, records[kind]) == 405


@pytest.mark.parametrize(("kind", "delete"), KINDS)
def test_only_the_owner_brings_back_what_was_deleted(client, rep, insider, records, kind, delete):
    record, restore = records[kind], delete.replace("delete", "restore")
    assert tap(client, rep, restore, record) == 404
    tap(client, rep, delete, record)
    assert get(client, rep, kind, record) == 404
    people = (make_user(), insider, rep)
    assert [tap(client, p, restore, record) for p in people] == [404, 403, 302]
    assert get(client, rep, kind, record) == 200


@pytest.mark.parametrize("kind", ["activity", "opportunity", "order"])
def test_what_belongs_to_a_deleted_customer_is_gone_with_it(client, rep, customer, records, kind):
    customer.delete(by=rep)
    assert get(client, rep, kind, records[kind]) == 404


def test_what_a_stranger_sends_changes_nothing(client, records):
    tap(client, make_user(), "complete_activity", records["activity"])
    assert not Activity.objects.get(pk=records["activity"].pk).is_done
