"""A large company's draft is tried by a job: the page says so, waits, and shows what came out."""

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import DryRun
from customers.rules import dry_runs, tasks
from tests.house import browser_of
from tests.rules.drafting import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(house):
    desk = Desk(browser_of(house.admin), house.east.pk)
    desk.open()
    desk.fill({"set-release": "on"})
    return desk


@pytest.fixture
def _large(monkeypatch):
    monkeypatch.setattr(dry_runs, "AT_ONCE", 0)


def card_of(run, user):
    return browser_of(user).get(reverse("customers:rules_trial", args=[run.pk]))


@pytest.fixture
def waiting(desk, _large):
    response = desk.add("release-rules").act("review")
    assert "Every customer is tried by the draft" in response.text
    return DryRun.objects.get()


def jobs():
    return ProcrastinateJob.objects.filter(task_name=dry_runs.TASK)


def test_a_small_company_is_tried_at_once(desk):
    desk.add("release-rules").act("review")
    assert not DryRun.objects.get().is_working
    assert not jobs().exists()


def test_the_page_of_a_large_one_opens_while_the_job_waits(waiting, house):
    assert waiting.is_working and waiting.count == 0
    assert jobs().get().args == {"pk": waiting.pk}
    assert 'hx-trigger="load delay:1s"' in card_of(waiting, house.admin).text


def test_the_job_keeps_what_trying_at_once_would_have_found(waiting, desk, monkeypatch):
    tasks.try_rules(waiting.pk)
    waiting.refresh_from_db()
    monkeypatch.undo()
    desk.act("review")
    at_once = DryRun.objects.exclude(pk=waiting.pk).get()
    for name in ("customer_ids", "first_night", "braked", "due_anyway", "until"):
        assert getattr(waiting, name) == getattr(at_once, name), name


def test_the_card_shows_the_figures_once_they_are_there(waiting, house):
    tasks.try_rules(waiting.pk)
    text = card_of(waiting, house.admin).text
    assert "within 30 days" in text
    assert "hx-trigger" not in text


def test_a_job_taken_up_twice_tries_once(waiting):
    dry_runs.work(waiting.pk)
    waiting.refresh_from_db()
    dry_runs.work(waiting.pk)
    assert DryRun.objects.get().at == waiting.at


def test_asking_again_gives_up_what_was_asked_before(waiting, desk, house):
    desk.act("review")
    assert DryRun.objects.get().pk != waiting.pk
    dry_runs.work(waiting.pk)
    assert DryRun.objects.get().is_working
    assert card_of(waiting, house.admin).status_code == 404


def test_a_job_that_failed_is_told_and_not_waited_for(waiting, house):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    text = card_of(waiting, house.admin).text
    assert "broke off" in text
    assert "hx-trigger" not in text


def test_only_administrators_read_it(waiting, house):
    assert card_of(waiting, house.manager).status_code == 403
    assert card_of(waiting, house.stranger).status_code == 403
