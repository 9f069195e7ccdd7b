"""Jobs of dead workers are run again by living ones."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.jobs import MOST_ATTEMPTS, revive_jobs

pytestmark = pytest.mark.django_db


def revive():
    async_to_sync(revive_jobs.func)(0)


def job(status="doing", beat="1 hour", attempts=0, task="write_import", **options) -> int:
    """A job in the hands of a worker last heard of `beat` ago."""
    number = app.configure_task(task, **options).defer(pk=1, language="en")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - %s::interval) RETURNING id",
            [beat],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, attempts = %s, worker_id = %s WHERE id = %s",
            [status, attempts, worker, number],
        )
    return number


def state(number) -> tuple:
    found = ProcrastinateJob.objects.get(pk=number)
    return found.status, found.attempts


def test_a_job_whose_worker_died_is_sent_again():
    stalled = job(lock="import-1")
    revive()
    assert state(stalled) == ("todo", 1)


def test_a_job_whose_worker_is_gone_altogether_is_sent_again():
    stalled = job()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    revive()
    assert state(stalled) == ("todo", 1)


def test_a_job_in_living_hands_goes_on():
    busy = job(beat="1 second")
    revive()
    assert state(busy) == ("doing", 0)


@pytest.mark.parametrize("status", ["todo", "succeeded", "failed"])
def test_a_job_that_nobody_works_on_is_left_alone(status):
    other = job(status=status)
    revive()
    assert state(other) == (status, 0)


def test_a_job_that_outlived_too_many_workers_is_given_up():
    deadly = job(attempts=MOST_ATTEMPTS)
    revive()
    assert state(deadly)[0] == "failed"


def test_a_job_of_the_clock_is_left_to_the_clock():
    missed = job(task="revive_jobs", queueing_lock="revive_jobs")
    app.configure_task("revive_jobs", queueing_lock="revive_jobs").defer(timestamp=1)
    revive()
    assert state(missed)[0] == "failed"


def test_every_worker_looks_every_five_minutes():
    due = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}
    assert "crm.jobs" in app.import_paths
    assert due["revive_jobs"] == "*/5 * * * *"
