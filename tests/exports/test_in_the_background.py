"""A large export is a job's: it goes on without its page, can be cancelled, and comes to its
owner only, for a few days."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.grid.exporting import files, running, tables
from crm.grid.exporting.models import ExportCap, ExportRecord
from crm.notices.models import Notice
from crm.sheets.writing import beside
from tests.exports.conftest import (
    ask,
    content_of,
    fetched,
    last,
    make_many,
    names_of,
    table_of,
    written,
)
from tests.factories import make_axis, make_category, make_customer, make_pool, make_user
from tests.factories_exports import make_export
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def page_of(user, record):
    return browser_of(user).get(record.get_absolute_url()).content.decode()


def act(user, record, verb):
    return browser_of(user).post(reverse(f"grids:export_{verb}", args=[record.pk]))


def test_small_ones_are_the_answer_and_large_ones_a_job(rep, settings):
    settings.EXPORT_AT_ONCE = 2
    make_many(rep, 2)
    assert ask(rep).headers["Content-Type"] == "text/csv; charset=utf-8"
    make_many(rep, 1)
    response = ask(rep)
    assert response.url == last().get_absolute_url()
    assert (last().state, last().is_by_job) == ("waiting", True)
    assert ProcrastinateJob.objects.filter(args__pk=last().pk, task_name="write_export").exists()


def test_the_lists_own_link_leads_to_the_sheet_where_it_is_large(rep, large):
    make_many(rep, 1)
    browser = browser_of(rep)
    response = browser.get(f"{reverse('customers:list')}?q=works&sort=-name&export=xlsx")
    page = browser.get(response.url).content.decode()
    assert "written in the background" in page
    assert 'value="xlsx" checked' in page
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_both_ways_give_the_same_cells(rep, kind, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 2)
    mood = make_axis("mood", "Mood")
    for number in range(5):
        make_customer(f"={number}", owner=rep, categories=[make_category(mood, f"M{number}")])
    asked = {"query": "sort=-name", "cols": "name,mood,owner,created"}
    at_once = content_of(ask(rep, kind, **asked))
    by_job = content_of(fetched(rep, written(rep, kind, **asked)))
    assert table_of(at_once) == table_of(by_job)
    assert len(table_of(by_job)) == 6
    if kind == "csv":
        assert at_once == by_job


def test_its_owner_is_told_and_fetches_it(rep):
    make_many(rep, 3)
    record = written(rep)
    notice = Notice.objects.get(user=rep, kind="export")
    assert notice.url == record.get_absolute_url()
    page = browser_of(rep).get(reverse("notices:list")).content.decode()
    assert "The export of “Customers” is ready: 3 rows." in page
    assert "The file is ready" in page_of(rep, record)
    response = fetched(rep, record)
    assert f"Customers-{timezone.localdate():%Y-%m-%d}.csv" in response["content-disposition"]
    assert len(content_of(response)) == record.size


def test_nobody_else_fetches_it_not_even_an_administrator(rep):
    record = make_export(rep)
    for other in (make_user("Other", make_pool()), make_user("Admin", is_admin=True)):
        assert fetched(other, record).status_code == 404
        assert act(other, record, "cancel").status_code == 404
        assert act(other, record, "resume").status_code == 404
    assert content_of(fetched(rep, record)) == b"x"


def test_its_name_is_not_to_be_guessed_and_nobody_else_reads_the_folder(rep):
    first, second = make_export(rep), make_export(rep)
    assert first.file != second.file and len(first.file) > 30
    assert files.folder().stat().st_mode & 0o077 == 0
    assert browser_of(rep).get(f"/static/{first.file}").status_code == 404


def test_after_its_time_it_is_gone_with_a_sentence(rep):
    record = make_export(rep, days=-1)
    path = files.path_of(record)
    assert fetched(rep, record).status_code == 404
    assert files.delete_expired() == 1
    assert not path.exists()
    record.refresh_from_db()
    response = fetched(rep, record)
    assert response.status_code == 404
    assert "Export the list again" in response.content.decode()
    assert record.again_url.replace("&", "&amp;") in response.content.decode()


@pytest.mark.parametrize(
    ("cap", "why"), [(0, "You may not export."), (1, "You may export at most 1 row at once.")]
)
def test_whose_right_to_export_was_taken_does_not_fetch_what_was_written(rep, cap, why):
    record = make_export(rep, rows=2)
    assert content_of(fetched(rep, record)) == b"x"
    ExportCap.objects.create(role="rep", rows=cap)
    refused = fetched(rep, record)
    assert refused.status_code == 403 and why in refused.content.decode()
    page = page_of(rep, record)
    assert why in page and reverse("grids:export_file", args=[record.pk]) not in page
    ExportCap.objects.update(rows=2)
    assert content_of(fetched(rep, record)) == b"x"


def test_who_no_longer_works_here_fetches_nothing(rep):
    record, browser = make_export(rep), browser_of(rep)
    rep.is_active = False
    rep.save(update_fields=["is_active"])
    answer = browser.get(reverse("grids:export_file", args=[record.pk]))
    assert answer.status_code == 302 and "/login/" in answer["location"]


def test_the_file_stays_what_it_was_when_a_row_leaves_its_owners_sight(rep):
    """It was written with the rights of its moment and stands in the audit."""
    rows = make_many(rep, 2)
    record = written(rep)
    rows[0].assign(make_user("Next", make_pool()), by=make_user("Admin", is_admin=True))
    assert len(names_of(content_of(fetched(rep, record)))) == 2


def test_a_file_that_is_still_good_stays(rep):
    record = make_export(rep, days=1)
    assert files.delete_expired() == 0
    assert content_of(fetched(rep, record)) == b"x"


def test_a_lost_file_is_told_and_no_fault(rep):
    record = make_export(rep)
    files.path_of(record).unlink()
    assert fetched(rep, record).status_code == 404


def test_what_a_killed_worker_left_goes_after_a_day(rep):
    import os

    old, new = (files.folder() / f"{name}.part" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    files.delete_expired()
    assert (old.exists(), new.exists()) == (False, True)


def test_cancelled_before_it_begins_it_never_does(rep):
    make_many(rep, 1)
    ask(rep, background="1")
    act(rep, last(), "cancel")
    running.work(last().pk)
    assert (last().state, last().file) == ("cancelled", "")
    assert list(files.folder().iterdir()) == []
    assert "It was cancelled" in page_of(rep, last())


def test_cancelled_while_it_works_it_stops_at_the_next_chunk(rep, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 2)
    make_many(rep, 6)
    ask(rep, background="1")
    record, note = last(), running.Progress.note

    def cancel_half_way(progress, rows):
        if rows == 2:
            running.cancel(record)
        note(progress, rows)

    monkeypatch.setattr(running.Progress, "note", cancel_half_way)
    running.work(record.pk)
    assert (last().state, last().rows) == ("cancelled", 0)
    assert list(files.folder().iterdir()) == []
    assert not Notice.objects.exists()


def test_what_is_done_is_not_cancelled_any_more(rep):
    record = make_export(rep)
    act(rep, record, "cancel")
    record.refresh_from_db()
    assert record.state == "done"


def test_a_second_worker_on_what_is_done_does_nothing(rep):
    make_many(rep, 1)
    record = written(rep)
    running.work(record.pk)
    assert [path.name for path in files.folder().iterdir()] == [record.file]
    assert Notice.objects.count() == 1


def test_the_page_shows_how_far_it_is(rep):
    make_many(rep, 1)
    ask(rep, background="1")
    begun = timezone.now() - timedelta(minutes=1)
    ExportRecord.objects.update(state="working", rows=1_000, total=3_000, began_at=begun)
    page = page_of(rep, last())
    assert 'value="1000" max="3000"' in page
    assert "about 2 minutes left" in page and "a minute" in page
    poll = reverse("grids:export_progress", args=[last().pk])
    assert "HX-Refresh" not in browser_of(rep).get(poll).headers
    ExportRecord.objects.update(state="done")
    assert browser_of(rep).get(poll).headers["HX-Refresh"] == "true"


def test_rights_are_those_of_the_moment_it_is_written(rep):
    kept, lost = make_many(rep, 2)
    ask(rep, background="1", cols="name")
    lost.assign(make_user("Other", rep.team), by=make_user("Admin", is_admin=True))
    running.work(last().pk)
    assert names_of(content_of(fetched(rep, last()))) == [kept.name]


def test_for_who_no_longer_works_here_nothing_is_written(rep):
    make_many(rep, 1)
    ask(rep, background="1")
    rep.is_active = False
    rep.save(update_fields=["is_active"])
    running.work(last().pk)
    assert (last().state, last().file) == ("failed", "")
    assert "no longer works here" in last().why


def test_a_condition_that_is_gone_meanwhile_does_not_become_everything(rep):
    mood = make_axis("mood", "Mood")
    happy = make_category(mood, "Happy")
    make_customer("smiling", owner=rep, categories=[happy])
    make_customer("grim", owner=rep)
    ask(rep, background="1", query=f"mood={happy.pk}", cols="name")
    ExportRecord.objects.update(query="temper=1")
    running.work(last().pk)
    assert last().state == "failed"
    assert "Unknown filter “temper”" in last().why


def test_only_the_ticked_rows_go_out(rep):
    first, _second, third = make_many(rep, 3)
    far = make_customer("Far", owner=make_user("Other", make_pool()))
    record = written(rep, ids=f"{third.pk},{first.pk},{far.pk}", cols="name", query="sort=name")
    assert names_of(content_of(fetched(rep, record))) == ["Works 000", "Works 002"]
    assert record.sentence == "ticked rows"


def test_a_job_that_broke_off_is_told_and_begins_again(rep):
    make_many(rep, 1)
    ask(rep, background="1")
    record = last()
    assert "broke off" not in page_of(rep, record)
    ExportRecord.objects.create(by=rep, grid="customers", kind="csv", is_by_job=True)
    orphan = last()
    assert "The work broke off" in page_of(rep, orphan)
    act(rep, orphan, "resume")
    assert ProcrastinateJob.objects.filter(args__pk=orphan.pk).count() == 1
    act(rep, orphan, "resume")
    assert ProcrastinateJob.objects.filter(args__pk=orphan.pk).count() == 1


def test_a_fault_is_told_to_its_owner(rep, monkeypatch):
    make_many(rep, 1)
    ask(rep, background="1")
    monkeypatch.setattr(running, "header_of", lambda grid: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        running.work(last().pk)
    assert last().state == "failed"
    assert Notice.objects.get(user=rep).details["why"]
    assert list(files.folder().iterdir()) == []


def test_a_workbook_whose_writer_died_is_told_to_its_owner_and_leaves_no_file(rep, monkeypatch):
    make_many(rep, 3)
    ask(rep, "xlsx", background="1")
    writers = []

    class Remembered(subprocess.Popen):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            writers.append(self)

    monkeypatch.setattr(beside.subprocess, "Popen", Remembered)
    note = running.Progress.note
    monkeypatch.setattr(running.Progress, "note", lambda *said: (writers[0].kill(), note(*said)))
    with pytest.raises(beside.WriterDied):
        running.work(last().pk)
    assert last().state == "failed"
    assert Notice.objects.get(user=rep).details["why"]
    assert list(files.folder().iterdir()) == []
