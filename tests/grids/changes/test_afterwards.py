"""What becomes of drafts that nobody applies, and who is told that a long work has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.grid.changes import running
from crm.grid.changes.models import Change, ChangeSet
from crm.grid.changes.tasks import forget_old_drafts
from crm.grid.telling import tell
from crm.notices.models import Notice
from crm.refusals import Refused
from tests.factories import make_contact, make_customer
from tests.factories_changes import make_change_set
from tests.grids.changes.test_pasting import pasted
from tests.journeys.working import work_until_idle

pytestmark = pytest.mark.django_db


def aged(days: int, state) -> ChangeSet:
    found = make_change_set(state=state, cell="waiting")
    ChangeSet.objects.filter(pk=found.pk).update(at=timezone.now() - timedelta(days=days))
    return found


def test_a_draft_that_nobody_applied_for_a_week_is_forgotten():
    old, fresh = aged(8, "draft"), aged(6, "draft")
    applied = [aged(8, state) for state in ("done", "working", "stopped", "undone")]
    forget_old_drafts(timestamp=0)
    assert set(ChangeSet.objects.all()) == {fresh, *applied}
    assert not Change.objects.filter(change_set=old.pk).exists()


def test_one_that_is_applied_meanwhile_does_not_keep_the_others(monkeypatch):
    applied, old = aged(9, "draft"), aged(8, "draft")
    discard = running.discard

    def applied_first(changes):
        ChangeSet.objects.filter(pk=applied.pk).update(state="working")
        discard(changes)

    monkeypatch.setattr(running, "discard", applied_first)
    running.forget_drafts()
    assert set(ChangeSet.objects.all()) == {applied}
    assert not ChangeSet.objects.filter(pk=old.pk).exists()


@pytest.fixture
def draft(house):
    customer = make_customer("Works", owner=house.owner)
    people = [make_contact(customer, f"Wu {number}", title="Old") for number in range(3)]
    return pasted(house.owner, people, "job", "New\nOld\nNew", "contacts")[0].change_set


def told() -> list[str]:
    return [tell(notice.details, 1) for notice in Notice.objects.order_by("pk")]


def test_who_changed_many_is_told_when_a_job_was_through(house, draft, monkeypatch):
    running.apply(draft)
    assert told() == []
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(running, "set_to_work", lambda changes: running.work(changes.pk))
    running.undo(draft)
    (notice,) = Notice.objects.all()
    assert notice.user == house.owner and notice.url == draft.get_absolute_url()
    assert told() == ["“Contacts”: the changes are undone, 2 of 3 cells."]


def test_of_a_list_that_is_gone_it_still_says_something():
    details = {"what": "applied", "grid": "gone", "done": 1, "total": 1}
    assert tell(details, 1) == "A long work in a list has come to its end."


def test_who_may_not_act_any_more_is_told_that_it_stopped(house, draft, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(running, "set_to_work", lambda changes: running.work(changes.pk))
    refused = Refused("The list is closed.")

    def closed(user, key):
        raise refused

    monkeypatch.setattr(running, "grid_for", closed)
    running.apply(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.halted) == ("stopped", "The list is closed.")
    assert told() == ["“Contacts”: the work could not go on. Its page says why."]


def test_what_stops_in_the_request_is_seen_there_and_not_told(house, draft, monkeypatch):
    house.owner.is_active = False
    house.owner.save(update_fields=["is_active"])
    running.apply(draft)
    draft.refresh_from_db()
    assert draft.state == "stopped" and draft.halted
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_a_fault_is_told_once_when_the_job_has_tried_for_the_last_time(house, draft, monkeypatch):
    def broken(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(running, "AT_ONCE", 0)
    monkeypatch.setattr(running, "settle_row", broken)
    running.apply(draft)
    work_until_idle()
    assert running.is_broken_off(draft)
    (notice,) = Notice.objects.all()
    assert notice.user == house.owner and notice.url == draft.get_absolute_url()
    (sentence,) = told()
    assert sentence.startswith("“Contacts”: the work broke off because of a fault in the program.")
    assert notice.count == 1
