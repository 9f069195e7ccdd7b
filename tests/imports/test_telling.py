"""Whoever starts long work on an import is told of its end; the bar says how fast it goes."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from crm.notices.kinds import kind_of
from crm.notices.models import Notice
from customers.imports import pace, running, tasks, telling
from customers.imports.mapping import Mapping
from customers.models import SheetImport
from tests.factories import make_import, make_user
from tests.imports.conftest import imported, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(monkeypatch):
    """Two rows are many here."""
    monkeypatch.setattr(telling, "ROWS", 1)


@pytest.fixture
def staged(db):
    return make_import(["Name", "Email"], [["A", ""], ["B", "nobody"], ["C", ""]])


def told(user) -> list[str]:
    notices = Notice.objects.filter(user=user, kind=telling.IMPORT).order_by("pk")
    return [kind_of(notice.kind).tell(notice.details, notice.count) for notice in notices]


def test_each_step_of_a_long_import_is_told(staged, long):
    running.start_undoing(imported(staged), by=staged.uploaded_by)
    running.run_undoing(staged.pk)
    assert told(staged.uploaded_by) == [
        "“customers.csv” is checked: 3 rows, 1 refused, 0 to be decided.",
        "“customers.csv” is imported: 2 rows, 1 refused.",
        "The import of “customers.csv” is undone. Its page says what was put back.",
    ]
    assert Notice.objects.first().url == staged.get_absolute_url()


def test_of_a_short_one_nobody_is_told(staged):
    imported(staged)
    assert told(staged.uploaded_by) == []


def test_what_waited_long_is_told_however_few_its_rows(staged):
    running.start_check(staged, Mapping.of(staged))
    SheetImport.objects.update(work_began_at=timezone.now() - timedelta(seconds=11))
    running.run_check(staged.pk)
    assert len(told(staged.uploaded_by)) == 1


def test_it_is_whoever_started_it_who_is_told(staged, long):
    other = make_user(is_admin=True)
    running.start_check(staged, Mapping.of(staged), by=other)
    running.run_check(staged.pk)
    assert (len(told(other)), told(staged.uploaded_by)) == (1, [])


@pytest.mark.parametrize(("attempts", "notices"), [(1, 0), (3, 1)])
def test_a_fault_is_told_after_the_last_attempt(staged, attempts, notices):
    running.start_check(staged, Mapping.of(staged))
    SheetImport.objects.update(mapping={"columns": [{}]})
    job = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    with pytest.raises(KeyError):
        tasks.check_import.func(job, staged.pk, "en")
    assert len(told(staged.uploaded_by)) == notices


# --- the pace -------------------------------------------------------------------------------


def at_work(**fields) -> SheetImport:
    now = timezone.now()
    usual = {"state": "checking", "total": 9_000, "done": 3_000, "rows_a_second": 100.0}
    times = {"moved_at": now, "work_began_at": now - timedelta(seconds=30)}
    return SheetImport(**usual | times | fields)


def test_the_bar_says_how_fast_it_goes_and_what_is_left():
    assert pace.said(at_work()) == "100 rows a second · about 1 minute left"


@pytest.mark.parametrize(
    "fields", [{"rows_a_second": None}, {"work_began_at": timezone.now() + timedelta(hours=1)}]
)
def test_it_says_nothing_before_it_knows(fields):
    assert pace.said(at_work(**fields)) == ""


def test_what_is_left_falls_between_two_chunks_and_not_below_nothing():
    later = at_work(moved_at=timezone.now() - timedelta(seconds=20))
    assert 39 < pace.left(later, 100).total_seconds() < 41
    assert pace.left(at_work(done=9_000), 100) == timedelta()


def test_a_chunk_moves_the_pace_towards_its_own():
    locked = at_work(moved_at=timezone.now() - timedelta(seconds=10))
    pace.keep(locked, 2_000)
    assert 139 < locked.rows_a_second < 141


def test_the_work_keeps_its_pace(staged):
    running.start_check(staged, Mapping.of(staged))
    assert reloaded(staged).rows_a_second is None
    running.run_check(staged.pk)
    assert reloaded(staged).rows_a_second > 0


def test_what_a_command_works_on_without_a_job_has_not_broken_off(staged):
    running.start_check(staged, Mapping.of(staged), is_sent=False)
    assert running.is_broken_off(reloaded(staged))
    pace.take_up(staged)
    assert not running.is_broken_off(reloaded(staged))
    SheetImport.objects.update(moved_at=timezone.now() - timedelta(minutes=1))
    assert running.is_broken_off(reloaded(staged))
