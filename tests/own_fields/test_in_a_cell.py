"""Own fields are changed in the list like any other column, and what was written is undone."""

import pytest
from django.urls import reverse

from crm.grid.changes.models import ChangeSet
from customers.models import Contact, Customer
from tests.factories import make_contact, make_own_field
from tests.house import browser_of
from tests.own_fields.sampling import SAMPLES
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db


def cell(key, record, field) -> str:
    return f"{reverse('grids:cell', args=[key])}?id={record.pk}&column={field.key}"


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_cell_opens_keeps_what_is_typed_and_is_undone(house, sample):
    field, other = make_own_field(sample.kind), make_own_field("text")
    house.customer.set_own(other, "stays")
    house.customer.save(update_fields=["own"])
    url, browser = cell("customers", house.customer, field), browser_of(house.owner)
    form = browser.get(url).context["form"]
    data = {field.form_field: sample.typed, "seen": form["seen"].value()}
    assert browser.post(url, data).status_code == 200
    saved = Customer.objects.get(pk=house.customer.pk)
    assert saved.own == {field.key: sample.stored, other.key: "stays"}
    change_set = ChangeSet.objects.get()
    browser.post(change_set.url("undo"))
    assert Customer.objects.get(pk=house.customer.pk).own == {other.key: "stays"}


def test_a_cell_of_a_contact_too(house):
    field, contact = make_own_field("number", model=Contact), make_contact(house.customer)
    url, browser = cell("contacts", contact, field), browser_of(house.owner)
    seen = browser.get(url).context["form"]["seen"].value()
    browser.post(url, {field.form_field: "42", "seen": seen})
    assert Contact.objects.get(pk=contact.pk).own == {field.key: "42"}


def test_what_is_no_value_comes_back_as_typed(house):
    field = make_own_field("number")
    answer = browser_of(house.owner).post(
        cell("customers", house.customer, field), {field.form_field: "many"}
    )
    assert answer.status_code == 422
    assert "“many” is not a number." in answer.content.decode()


def test_a_required_cell_is_not_emptied(house):
    field = make_own_field("text", is_required=True)
    house.customer.set_own(field, "here")
    house.customer.save(update_fields=["own"])
    answer = browser_of(house.owner).post(
        cell("customers", house.customer, field), {field.form_field: ""}
    )
    assert answer.status_code == 422
    assert Customer.objects.get(pk=house.customer.pk).own == {field.key: "here"}


def test_strangers_and_readers_change_nothing(house):
    field = make_own_field()
    url = cell("customers", house.customer, field)
    assert browser_of(house.stranger).post(url, {field.form_field: "x"}).status_code == 404
    house.customer.share(house.mate, by=house.owner, scope="card")
    assert browser_of(house.mate).post(url, {field.form_field: "x"}).status_code == 403
    assert Customer.objects.get(pk=house.customer.pk).own == {}


def test_what_a_pool_hides_is_not_changed_in_a_cell(house):
    field = make_own_field()
    house.pooled.set_own(field, "hidden")
    house.pooled.save(update_fields=["own"])
    rule(house.east, masked=["phones"])
    answer = browser_of(house.mate).post(
        cell("customers", house.pooled, field), {field.form_field: "x"}
    )
    assert answer.status_code == 403
    assert Customer.objects.get(pk=house.pooled.pk).own == {field.key: "hidden"}
