"""Two people change own fields of one row: each field is merged by itself."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from customers.forms.customer import CustomerForm
from customers.history import changes_of
from customers.models import Contact, Customer
from tests.factories import make_contact, make_customer, make_own_field, make_user
from tests.house import browser_of


def form_for(customer, **typed):
    """The form as its user saw it, with some fields typed anew."""
    seen = CustomerForm(instance=Customer.objects.get(pk=customer.pk))
    shown = {name: seen[name].value() for name in seen.fields if seen[name].value() is not None}
    return CustomerForm(shown | typed, instance=Customer.objects.get(pk=customer.pk))


@pytest.mark.django_db
class TestMerging:
    @pytest.fixture(autouse=True)
    def fields(self, house):
        self.plan, self.sum = make_own_field("text", "Plan"), make_own_field("money", "Sum")
        self.customer, self.owner, self.manager = house.customer, house.owner, house.manager

    def saved(self) -> dict:
        return Customer.objects.get(pk=self.customer.pk).own

    def test_different_fields_both_win(self):
        mine = form_for(self.customer, **{f"own_{self.plan.key}": "Line 3"})
        theirs = form_for(self.customer, **{f"own_{self.sum.key}": "5,000"})
        assert theirs.settle(by=self.manager)
        assert mine.settle(by=self.owner)
        assert self.saved() == {self.plan.key: "Line 3", self.sum.key: "5000"}

    def test_the_same_field_is_disputed_with_both_texts(self):
        mine = form_for(self.customer, **{f"own_{self.sum.key}": "7000"})
        theirs = form_for(self.customer, **{f"own_{self.sum.key}": "5,000"})
        assert theirs.settle(by=self.manager)
        assert not mine.settle(by=self.owner)
        [dispute] = mine.disputes.values()
        assert (dispute.value, dispute.by) == ("5000", self.manager)
        assert self.saved() == {self.sum.key: "5000"}

    def test_the_same_value_written_differently_is_no_dispute(self):
        mine = form_for(self.customer, **{f"own_{self.sum.key}": "5,000.00"})
        theirs = form_for(self.customer, **{f"own_{self.sum.key}": "5000"})
        assert theirs.settle(by=self.manager)
        assert mine.settle(by=self.owner)

    def test_emptied_it_is_gone_and_the_others_stay(self):
        form_for(self.customer, **{f"own_{self.sum.key}": "1", f"own_{self.plan.key}": "x"}).settle(
            by=self.owner
        )
        assert form_for(self.customer, **{f"own_{self.sum.key}": ""}).settle(by=self.owner)
        assert self.saved() == {self.plan.key: "x"}

    def test_a_field_that_was_archived_meanwhile_keeps_its_value(self):
        form_for(self.customer, **{f"own_{self.sum.key}": "1"}).settle(by=self.owner)
        self.sum.archive()
        assert form_for(self.customer, **{f"own_{self.plan.key}": "x"}).settle(by=self.owner)
        assert self.saved() == {self.sum.key: "1", self.plan.key: "x"}

    def test_what_is_wrong_comes_back_as_typed(self):
        url = reverse("customers:edit", args=[self.customer.pk])
        data = {"name": "Hengyu", f"own_{self.sum.key}": "a lot"}
        answer = browser_of(self.owner).post(url, data)
        assert answer.status_code == 422
        assert "“a lot” is not a number." in answer.content.decode()
        assert 'value="a lot"' in answer.content.decode()

    def test_a_required_field_is_asked_for(self):
        must = make_own_field("text", "Must", is_required=True)
        form = form_for(self.customer, remarks="New")
        assert not form.settle(by=self.owner)
        assert list(form.errors) == [f"own_{must.key}"]

    def test_a_hint_is_text_and_no_page(self):
        make_own_field("text", "Evil", help_text="<script>alert(1)</script>")
        url = reverse("customers:edit", args=[self.customer.pk])
        page = browser_of(self.owner).get(url).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


@pytest.mark.django_db
def test_the_history_says_which_field_changed_from_what_to_what(house):
    day, flag = make_own_field("date", "Renewal"), make_own_field("flag", "Listed")
    for renewal, listed in ((date(2025, 3, 1), True), (date(2026, 3, 1), False)):
        house.customer.set_own(day, renewal)
        house.customer.set_own(flag, listed)
        house.customer.save(update_fields=["own"])
    newest, first = changes_of(house.customer)
    told = {(field.label, field.old, field.new) for field in newest.fields}
    assert told == {("Renewal", "2025-03-01", "2026-03-01"), ("Listed", "yes", "no")}
    assert {(field.old, field.new) for field in first.fields} == {("", "2025-03-01"), ("", "yes")}


@pytest.mark.django_db
def test_the_history_of_a_contact_tells_its_own_fields(house):
    size = make_own_field("number", "Shoe size", model=Contact)
    contact = make_contact(house.customer, "Wu")
    contact.set_own(size, Decimal("42.5"))
    contact.save(update_fields=["own"])
    [change] = changes_of(house.customer)
    assert (change.about, change.fields[0].label, change.fields[0].new) == (
        "Wu",
        "Shoe size",
        "42.5",
    )


@pytest.mark.django_db(transaction=True)
def test_ten_people_fill_ten_fields_at_once_and_none_is_lost():
    fields = [make_own_field("number") for _number in range(10)]
    people = [make_user(is_admin=True) for _field in fields]
    customer = make_customer(owner=people[0])
    forms = [
        form_for(customer, **{f"own_{field.key}": str(number)})
        for number, field in enumerate(fields)
    ]
    barrier = Barrier(len(forms))

    def save(form, person):
        try:
            barrier.wait()
            form.settle(by=person)
        finally:
            connection.close()

    threads = [Thread(target=save, args=pair) for pair in zip(forms, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = Customer.objects.get(pk=customer.pk).own
    assert saved == {field.key: str(number) for number, field in enumerate(fields)}
