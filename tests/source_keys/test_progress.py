"""How far a plan is, while somebody looks on."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from customers.imports import passes
from customers.models import SheetImport
from customers.plans import rehearsing, running
from tests.house import browser_of
from tests.source_keys.planned import added, last_run, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_files(plan, erp):
    first = added(plan, erp, ["7", "One", ""], ["8", "Two", ""]).sheet_import
    second = added(plan, erp, ["9", "Three", ""], name="later.csv").sheet_import
    return first, second


def asked(admin, plan):
    return browser_of(admin).get(reverse("customers:import_plan_progress", args=[plan.pk]))


def at_work(found, **fields):
    """As a worker leaves it in the middle of a chunk."""
    began = timezone.now() - timedelta(minutes=1)
    fields = {"moved_at": timezone.now(), "work_began_at": began, "rows_a_second": 2} | fields
    SheetImport.objects.filter(pk=found.pk).update(**fields)


def test_a_run_says_which_file_it_is_at_how_fast_and_how_long_all_will_take(admin, plan, two_files):
    running.begin(plan, "running", by=admin)
    first, second = two_files
    SheetImport.objects.filter(pk=first.pk).update(state="done")
    at_work(second, state="checking", done=1, total=301)
    answer = asked(admin, plan)
    page = answer.content.decode()
    assert "Checking later.csv" in page
    assert "1 / 301" in page
    assert "File 2 of 2 · 2 rows a second · about 5 minutes left" in page
    assert "HX-Refresh" not in answer
    at_work(second, state="writing", done=0, total=301, counts={"new": 1})
    assert "Importing later.csv" in asked(admin, plan).content.decode()


def test_rows_of_later_files_count_for_the_time_left(admin, plan, two_files):
    running.begin(plan, "running", by=admin)
    first, second = two_files
    SheetImport.objects.filter(pk=second.pk).update(total=600)
    at_work(first, state="writing", done=0, counts={"new": 1})
    assert "File 1 of 2 · 2 rows a second · about 10 minutes" in asked(admin, plan).content.decode()


def test_when_it_is_over_the_page_is_loaded_anew(admin, plan, two_files):
    run(plan)
    assert asked(admin, plan)["HX-Refresh"] == "true"
    assert "hx-trigger" not in asked(admin, plan).content.decode()


def test_a_rehearsal_that_somebody_stopped_ends_with_the_chunk(admin, plan, two_files):
    rehearsing.begin(plan, by=admin)
    running.stop(plan)
    rehearsing.rehearse(last_run(plan).pk)
    assert (last_run(plan).state, last_run(plan).report) == ("stopped", [])


@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_tells_others_how_far_it_is(admin, plan, two_files, monkeypatch):
    monkeypatch.setattr(passes, "CHUNK", 1)
    rehearsing.begin(plan, by=admin)
    pages, tell = [], rehearsing.Telling._tell

    def look():
        pages.append(asked(admin, plan).content.decode())
        connection.close()

    def told(*args):
        tell(*args)
        thread = Thread(target=look)
        thread.start()
        thread.join()

    monkeypatch.setattr(rehearsing.Telling, "_tell", told)
    rehearsing.rehearse(last_run(plan).pk)
    assert "Checking customers.csv" in pages[0]
    assert "1 / 2" in pages[0]
    assert "Importing later.csv" in pages[-2]
    assert "File 2 of 2" in pages[-2]
    assert last_run(plan).state == "preparing"
