"""`manage.py check_release` finds every row that says something else than the rules."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from customers.models import Customer
from customers.release import forecast
from tests.factories import make_customer
from tests.release.making import set_rules

pytestmark = pytest.mark.django_db


def test_what_was_forecast_does_not_differ(customer, owner, capsys):
    set_rules(owner.team)
    forecast.refresh_all()
    call_command("check_release")
    assert capsys.readouterr().out == "1 customers, 0 differences\n"


@pytest.mark.parametrize(
    "change",
    [
        {"release_due_at": None},
        {"release_due_at": timezone.now() + timedelta(days=999)},
        {"release_rule": "other"},
    ],
)
def test_a_row_that_says_something_else_is_found(customer, owner, change):
    set_rules(owner.team)
    forecast.refresh_all()
    Customer.objects.update(**change)
    with pytest.raises(CommandError, match="1 differences"):
        call_command("check_release")


def test_refreshing_everybody_mends_it_and_clears_whom_no_rule_binds(customer, owner):
    set_rules(owner.team)
    loose = make_customer()
    Customer.objects.update(release_due_at=timezone.now(), release_rule="old")
    assert forecast.refresh_all() == 2
    assert Customer.objects.get(pk=loose.pk).release_due_at is None
    call_command("check_release")


def test_the_deleted_and_the_pooled_have_no_date(customer, owner, house):
    set_rules(None)
    forecast.refresh_all()
    customer.delete(by=owner)
    house.customer.release(by=house.owner, reason="closed")
    call_command("check_release")
    dated = Customer.objects.exclude(release_due_at=None)
    assert not dated.filter(pk__in=[customer.pk, house.customer.pk]).exists()
