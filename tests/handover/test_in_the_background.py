"""A large hand-over, and a large way back, are jobs; one that broke off can be sent again."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.handover import carrying_out, jobs, undoing
from customers.handover.tasks import carry_out_handover, undo_handover
from tests.handover.test_carrying_out import carried_out, holders, planned
from tests.handover.test_pages import url
from tests.house import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 0)


@pytest.fixture
def sent(house, everything_is_large):
    handover = planned(house)
    browser_of(house.manager).post(url("handover_confirm", handover))
    handover.refresh_from_db()
    return handover


def arguments_of(handover) -> dict:
    found = ProcrastinateJob.objects.filter(args__pk=handover.pk)
    return found.latest("id").args


def fail_jobs():
    """As after the last retry; the model itself is read-only."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")


def test_a_large_one_waits_for_its_job_and_says_so(house, sent):
    page = browser_of(house.manager).get(url("handover", sent)).content.decode()
    assert holders(house.customer) == [house.owner]
    assert "Handing over …" in page
    assert "is handed over." not in page


def test_its_job_carries_it_out_once(house, sent):
    carry_out_handover(**arguments_of(sent))
    carry_out_handover(**arguments_of(sent))
    assert house.customer.ledger.filter(verb="handed_over").count() == 1


def test_a_job_that_failed_is_sent_again_from_the_page(house, sent):
    fail_jobs()
    browser = browser_of(house.manager)
    assert "Try again" in browser.get(url("handover", sent)).content.decode()
    browser.post(url("handover_resume", sent))
    assert not jobs.is_broken_off(sent)
    carry_out_handover(**arguments_of(sent))
    assert holders(house.customer) == [house.mate]


def test_while_a_job_is_there_none_is_sent_again(house, sent):
    browser_of(house.manager).post(url("handover_resume", sent))
    assert ProcrastinateJob.objects.filter(args__pk=sent.pk).count() == 1


def test_a_large_one_is_undone_by_a_job_as_well(house, monkeypatch):
    handover = carried_out(house)
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    undoing.undo(handover, by=house.manager)
    assert holders(house.customer) == [house.mate]
    undo_handover(**arguments_of(handover))
    assert holders(house.customer) == [house.owner]


def test_an_undo_that_broke_off_is_not_carried_out_again(house, monkeypatch):
    handover = carried_out(house)
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    undoing.undo(handover, by=house.manager)
    fail_jobs()
    jobs.resume(handover, by=house.manager)
    assert arguments_of(handover)["by"] == house.manager.pk
    carrying_out.carry_out(handover.pk)
    assert house.customer.ledger.filter(verb="handed_over").count() == 1


def test_whoever_has_left_meanwhile_moves_nothing(house, sent):
    house.manager.is_active = False
    house.manager.save(update_fields=["is_active"])
    carry_out_handover(**arguments_of(sent))
    assert holders(house.customer) == [house.owner]
    assert sent.rows.get().why == "Manager no longer works here."
