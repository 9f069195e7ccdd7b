"""Two people change own fields of one row: each field is merged by itself."""

import time
from datetime import date
from decimal import Decimal
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse

from customers.forms.customer import CustomerForm
from customers.history import changes_of
from customers.models import Contact, Customer
from customers.own_fields.tending import archive
from tests.factories import make_contact, make_customer, make_own_field, make_user
from tests.house import browser_of


def form_for(customer, **typed):
    """The form as its user saw it, with some fields typed anew."""
    seen = CustomerForm(instance=Customer.objects.get(pk=customer.pk))
    shown = {name: seen[name].value() for name in seen.fields if seen[name].value() is not None}
    return CustomerForm(shown | typed, instance=Customer.objects.get(pk=customer.pk))


def as_opened(page) -> dict:
    """What a browser would send back of a form in which nothing was typed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


def as_sent(page) -> dict:
    """The same of a form that came back."""
    form = page.context["form"]
    values = {name: form[name].data for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


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

    def test_what_was_typed_into_a_field_archived_meanwhile_is_told_once(self):
        url = reverse("customers:edit", args=[self.customer.pk])
        opened = as_opened(browser_of(self.owner).get(url))
        archive(self.plan)
        opened |= {f"own_{self.plan.key}": "Line 3", "remarks": "New"}
        answer = browser_of(self.owner).post(url, opened)
        assert answer.status_code == 422 and self.saved() == {}
        assert "“Plan” has been archived meanwhile: “Line 3”" in answer.content.decode()
        assert answer.context["form"]["remarks"].value() == "New"
        again = as_sent(answer)
        assert f"own_{self.plan.key}" not in again
        assert browser_of(self.owner).post(url, again).status_code == 302
        assert Customer.objects.get(pk=self.customer.pk).remarks == "New"

    def test_of_a_field_archived_meanwhile_that_was_left_alone_nothing_is_said(self):
        form_for(self.customer, **{f"own_{self.sum.key}": "5000"}).settle(by=self.owner)
        url = reverse("customers:edit", args=[self.customer.pk])
        opened = as_opened(browser_of(self.owner).get(url))
        archive(self.sum)
        assert browser_of(self.owner).post(url, opened | {"remarks": "New"}).status_code == 302
        assert self.saved() == {self.sum.key: "5000"}

    def test_a_new_customers_form_tells_of_it_too(self):
        archive(self.plan)
        data = {"name": "Fresh", f"own_{self.plan.key}": "Line 3"}
        answer = browser_of(self.owner).post(reverse("customers:new"), data)
        assert answer.status_code == 422
        assert "“Line 3” is saved nowhere" in answer.content.decode()

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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_repeat", range(5))
def test_a_value_is_saved_before_its_field_is_archived_or_is_told_of(_repeat):
    """Whichever comes first: nothing is written into a field that nobody sees."""
    field, owner = make_own_field("text", "Plan"), make_user(is_admin=True)
    customer = make_customer(owner=owner)
    form = form_for(customer, **{f"own_{field.key}": "Line 3"})
    barrier, at = Barrier(2, timeout=30), {}

    def save():
        barrier.wait()
        at["saved"] = form.settle(by=owner)

    def put_away():
        barrier.wait()
        archive(field)

    run_together(save, put_away)
    stored = Customer.objects.get(pk=customer.pk)
    assert at["saved"] == (stored.own == {field.key: "Line 3"})
    assert at["saved"] or "“Line 3”" in str(form.non_field_errors())


@pytest.mark.django_db(transaction=True)
def test_a_save_that_began_after_the_archiving_waits_for_it_and_tells():
    field, owner = make_own_field("text", "Plan"), make_user(is_admin=True)
    customer = make_customer(owner=owner)
    form = form_for(customer, **{f"own_{field.key}": "Line 3"})
    saved, is_archived = {}, Event()

    def put_away():
        with transaction.atomic():
            archive(field)
            is_archived.set()
            wait_for_a_waiter()

    def save():
        is_archived.wait(30)
        saved["is"] = form.settle(by=owner)

    run_together(put_away, save)
    assert not saved["is"] and Customer.objects.get(pk=customer.pk).own == {}
    assert "“Line 3”" in str(form.non_field_errors())


def wait_for_a_waiter():
    """Until another transaction waits for a lock of this one."""
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited")


def run_together(*acts):
    def alone(act):
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=alone, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
