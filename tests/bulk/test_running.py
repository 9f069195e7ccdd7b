"""Row by row: what is recorded, what stops it, and what does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.notices.models import Notice
from customers.bulk import running
from customers.bulk.tasks import work_bulk
from customers.models import Customer
from tests.bulk.conftest import last_run, make_many, say, sentence, set_rules, started, states
from tests.factories import make_customer
from tests.ownership.looking import last_entry, reload


@pytest.fixture
def small(monkeypatch):
    """From two customers on it goes to the background."""
    monkeypatch.setattr(running, "AT_ONCE", 1)


def in_days(days) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("verb", "data", "expected"),
    [
        ("share", {"receiver": "stranger", "scope": "card"}, "1 shared"),
        ("protect", {"until": in_days(5), "reason": "Tender"}, "1 protected"),
        ("delete", {}, "1 deleted"),
    ],
)
def test_a_verb_is_done_to_each_and_the_ledger_names_the_batch(house, verb, data, expected):
    if "receiver" in data:
        data = {**data, "receiver": house.stranger.pk}
    say(house.owner, verb, [house.customer], **data)
    assert sentence(last_run()) == expected
    assert last_entry(house.customer).batch == last_run().batch


@pytest.mark.parametrize(
    ("verb", "data", "expected"),
    [
        ("release", {"reason": "Closed down"}, "1 released, 1 refused: other reasons"),
        ("whitelist", {"reason": "Ours"}, "1 never to be released, 1 refused: other reasons"),
        ("unprotect", {}, "0 protections ended, 2 refused: other reasons 1, no right to it 1"),
    ],
)
def test_where_a_verb_makes_no_sense_the_row_is_refused(house, verb, data, expected):
    say(house.manager, verb, [house.customer, house.pooled], **data)
    assert sentence(last_run()) == expected


def test_claims_stop_at_capacity_and_the_outcome_says_so(house):
    set_rules(capacity={"most": 2})
    run = started(house.mate, "claim", make_many(5, pool=house.east))
    assert sentence(run) == "2 claimed, 3 refused: capacity"
    assert "the limit is 2" in run.rows.filter(state="refused").first().why


def test_several_reasons_are_told_with_their_numbers(house):
    taken = make_many(2, owner=house.owner)
    set_rules(capacity={"most": 1})
    run = started(house.manager, "claim", [*make_many(4, pool=house.east), *taken])
    assert sentence(run) == "1 claimed, 5 refused: capacity 3, already held 2"


def test_shares_with_somebody_end_where_there_are_any(house):
    other = make_customer("Unshared", owner=house.owner)
    house.customer.share(house.stranger, by=house.owner, scope="card")
    say(house.owner, "unshare", [house.customer, other], receiver=house.stranger.pk)
    assert sentence(last_run()).startswith("1 share ended, 1 refused")
    assert house.customer.shares() == []


def test_a_small_run_is_done_before_the_answer(house):
    run = started(house.mate, "claim", make_many(3, pool=house.east))
    assert (run.state, sentence(run)) == ("done", "3 claimed")
    assert run.batch.finished_at is not None
    assert not ProcrastinateJob.objects.filter(task_name="work_bulk").exists()


def test_a_large_run_waits_for_its_job_and_tells_its_actor(house, small):
    many = make_many(3, pool=house.east)
    run = started(house.mate, "claim", many)
    assert states(run) == ["waiting"] * 3
    job = ProcrastinateJob.objects.get(task_name="work_bulk")
    work_bulk(**job.args)
    assert sentence(run) == "3 claimed"
    assert Notice.objects.get(user=house.mate, kind="bulk").details["done"] == 3


def test_a_row_that_was_changed_meanwhile_is_judged_as_it_is_now(house, small):
    many = make_many(3, pool=house.east)
    run = started(house.manager, "claim", many)
    many[0].claim(by=house.owner)
    many[1].delete(by=house.manager)
    running.work(run.pk)
    assert states(run) == ["refused", "missing", "done"]
    assert "Owner already holds Works 00" in run.rows.get(position=1).why


def test_an_actor_who_left_meanwhile_does_nothing_more(house, small):
    run = started(house.mate, "claim", make_many(2, pool=house.east))
    house.mate.is_active = False
    house.mate.save(update_fields=["is_active"])
    running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.halted) == ("stopped", "Mate no longer works here.")
    assert states(run) == ["waiting"] * 2


def test_a_manager_who_is_one_no_longer_assigns_nothing_more(house, small):
    run = started(house.manager, "assign", make_many(2, pool=house.east), to=house.mate.pk)
    house.east.manager = None
    house.east.save(update_fields=["manager"])
    running.work(run.pk)
    run.refresh_from_db()
    assert "may no longer do this" in run.halted
    assert not Customer.objects.filter(owner=house.mate).exists()


def test_a_receiver_who_left_meanwhile_stops_it(house, small):
    run = started(house.manager, "assign", make_many(2, pool=house.east), to=house.mate.pk)
    house.mate.is_active = False
    house.mate.save(update_fields=["is_active"])
    running.work(run.pk)
    run.refresh_from_db()
    assert run.state == "stopped"
    assert run.halted


def test_stopped_in_the_middle_it_goes_on_where_it_was(house, small):
    many = make_many(4, pool=house.east)
    run = started(house.mate, "claim", many)
    running.settle_one(run.pk)
    running.stop(run)
    running.work(run.pk)
    assert states(run) == ["done", "waiting", "waiting", "waiting"]
    running.resume(run)
    running.work(run.pk)
    assert states(run) == ["done"] * 4
    assert [customer.ledger.filter(verb="claimed").count() for customer in many] == [1] * 4


def test_a_job_that_failed_can_be_sent_again(house, small):
    run = started(house.mate, "claim", make_many(2, pool=house.east))
    assert not running.is_broken_off(run)
    job = ProcrastinateJob.objects.get(task_name="work_bulk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    assert running.is_broken_off(run)
    running.resume(run)
    assert not running.is_broken_off(run)


def test_the_people_asked_for_are_kept_by_id(house, small):
    two = make_many(2, pool=house.east)
    run = started(house.manager, "assign", two, **{"to": "", "to-typed": "Mate"})
    assert run.arguments == {"to": str(house.mate.pk), "reason": ""}
    running.work(run.pk)
    assert {reload(customer).owner for customer in two} == {house.mate}
