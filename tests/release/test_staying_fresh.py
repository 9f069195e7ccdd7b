"""Whatever moves a date moves it at once, or has a job do it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.models import Leave, SpecialDay
from crm.workdays.signals import calendar_changed, leave_changed
from customers.models import Customer
from customers.release import forecast, tasks
from customers.rules.resolving import RuleBook
from customers.rules.setting import set_rules as set_version
from tests.factories import make_axis, make_category, make_customer, make_team, make_user
from tests.factories_sales import make_activity
from tests.release.making import a_rule, backdate, draft, set_rules

pytestmark = pytest.mark.django_db


def due(customer):
    return Customer.objects.get(pk=customer.pk).release_due_at


def jobs():
    waiting = ProcrastinateJob.objects.filter(task_name="refresh_forecasts", status="todo")
    return [job.args["owner"] for job in waiting]


def test_a_new_customer_is_forecast_at_once(owner):
    set_rules(owner.team)
    assert due(make_customer(owner=owner))


def test_an_activity_moves_the_date_in_its_own_transaction(customer, owner):
    set_rules(owner.team)
    before = forecast.refresh([customer.pk]) and due(customer)
    make_activity(customer, contact=customer.contacts.get(), outcome="They want it")
    assert due(customer) > before


def test_every_verb_moves_it(customer, owner):
    set_rules(owner.team)
    mate, admin = make_user(team=owner.team), make_user(is_admin=True)
    customer.protect(by=owner, until=timezone.localdate() + timedelta(days=90), reason="Tender")
    assert due(customer) > timezone.now() + timedelta(days=89)
    customer.assign(mate, by=admin, reason="On leave")
    assert due(customer) > timezone.now()
    customer.whitelist(by=admin, reason="Key account")
    assert due(customer) is None


def test_a_category_of_other_days_moves_it(customer, owner):
    axis = make_axis()
    category = make_category(axis)
    set_rules(owner.team, a_rule(least_by_category={str(category.pk): 300}))
    customer.classify(axis, category.pk)
    customer.save(update_fields=["category_ids"])
    assert due(customer) > timezone.now()


def test_rules_calendar_and_trees_have_everybody_forecast_once(
    owner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        version = draft(owner.team, effective_from=timezone.localdate())
        set_version(version, by=make_user(is_admin=True))
        calendar_changed.send(SpecialDay)
        category = make_category(make_axis())
        category.parent = None
        category.save(update_fields=["parent"])
    assert jobs() == [None]


def test_leave_and_a_change_of_team_have_one_owner_forecast(
    owner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        leave_changed.send(Leave, person=owner)
    with django_capture_on_commit_callbacks(execute=True):
        owner.team = make_team()
        owner.save(update_fields=["team"])
        owner.save(update_fields=["last_login"])
    assert jobs() == [owner.pk]


def test_the_job_forecasts_one_owner_or_everybody(customer, owner):
    set_rules(owner.team)
    other = backdate(make_customer(owner=make_user(team=owner.team)), 50)
    Customer.objects.update(release_due_at=None, release_rule="", release_version=None)
    tasks.refresh_forecasts(owner.pk)
    assert due(customer) and due(other) is None
    tasks.refresh_forecasts()
    assert due(other)


def test_somebody_whose_new_team_has_no_rules_has_no_dates(customer, owner):
    set_rules(owner.team)
    forecast.refresh([customer.pk])
    owner.team = make_team()
    owner.save(update_fields=["team"])
    tasks.refresh_forecasts(owner.pk)
    assert due(customer) is None


def test_one_customer_and_many_are_forecast_by_as_many_queries(owner, django_assert_num_queries):
    set_rules(owner.team)
    ids = [make_customer(owner=owner).pk for _number in range(3)]
    for some in (ids[:1], ids):
        with django_assert_num_queries(4):
            forecast.refresh(some)


def test_a_dry_run_names_whom_a_draft_would_take_and_writes_nothing(customer, owner):
    set_rules(owner.team, a_rule(("no_activity", 200)))
    before = forecast.refresh([customer.pk]) and due(customer)
    strict = draft(owner.team, effective_from=timezone.localdate())
    (found,) = forecast.dry_run(book_with(strict))
    assert (found.customer_id, found.owner_id, found.rule) == (customer.pk, owner.pk, "quiet")
    assert due(customer) == before


def test_a_dry_run_leaves_out_whom_the_draft_does_not_bind(customer, owner):
    backdate(make_customer(owner=make_user(team=make_team())), 300)
    found = forecast.dry_run(book_with(draft(owner.team, effective_from=timezone.localdate())))
    assert [one.customer_id for one in found] == [customer.pk]


def book_with(version):
    return RuleBook(version.effective_from, instead={version.team_id: version})
