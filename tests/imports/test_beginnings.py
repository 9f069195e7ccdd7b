"""Customers of years ago come in with their time and whoever entered them."""

from datetime import UTC, datetime

import pytest

from crm.people.models import User
from customers.imports.running import run_writing, start_writing
from customers.models import Customer
from tests.factories import make_customer, make_import, make_user
from tests.house import in_english  # noqa: F401 - a fixture
from tests.imports.conftest import checked, imported, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HEADER = ["Company", "Created", "Created by", "Remarks"]


def sheet(*rows):
    return make_import(HEADER, [list(row) for row in rows])


def test_a_new_customer_began_when_its_row_says_and_by_whom():
    make_user("Rosa Rep")
    staged = checked(
        sheet(
            ("Acme", "2019-05-02", "Rosa Rep", ""),
            ("Beta", "2018-01-01 10:30", "老王", ""),
            ("Gamma", "", "", ""),
        )
    )
    assert verdicts(staged) == ["new"] * 3 and not User.objects.filter(display_name="老王")
    imported(staged)
    acme, beta, gamma = Customer.objects.order_by("pk")
    assert (str(acme.created_by), acme.created_at) == (
        "Rosa Rep",
        datetime(2019, 5, 1, 16, tzinfo=UTC),
    )
    assert beta.created_by.is_active is False and beta.created_by.from_import
    assert beta.created_at == datetime(2018, 1, 1, 2, 30, tzinfo=UTC)
    assert gamma.created_by == staged.uploaded_by and gamma.created_at > staged.uploaded_at
    assert acme.updated_by == staged.uploaded_by


def test_of_a_customer_that_is_there_it_changes_nothing():
    acme = make_customer("Acme")
    staged = checked(sheet(("Acme", "2019-05-02", "老王", "")))
    assert verdicts(staged) == ["same"]
    staged = checked(sheet(("Acme", "2019-05-02", "老王", "Key account")))
    assert [change[0] for change in staged.checks.get().changes] == ["remarks"]
    imported(staged)
    before, acme = acme, Customer.objects.get(pk=acme.pk)
    assert (acme.created_at, acme.created_by) == (before.created_at, before.created_by)
    assert not User.objects.filter(display_name="老王").exists()


def test_a_time_to_come_and_a_name_of_several_people_are_refused():
    make_user("Twin"), make_user("Twin")
    staged = checked(sheet(("Acme", "2091-05-02", "", ""), ("Beta", "", "Twin", "")))
    future, twins = problems(staged).values()
    assert "lies in the future" in str(future) and "2 people are called “Twin”" in str(twins)


def test_a_name_that_became_several_people_since_the_check_is_refused_when_it_is_written():
    staged = checked(sheet(("Acme", "", "Twin", "")))
    make_user("Twin"), make_user("Twin")
    start_writing(staged)
    run_writing(staged.pk)
    assert not Customer.objects.exists()
    assert "2 people are called “Twin”" in str(problems(staged))
