"""Figures of fairness against what was done by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.handover import undoing
from customers.ledger import fairness
from tests.factories_rules import backdate
from tests.handover.test_carrying_out import carried_out
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def period():
    return timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)


def share_of(person, people):
    return next(s for s in fairness.by_person(people, *period()) if s.person == person)


def test_claims_and_returns_are_counted_by_person(house):
    house.pooled.claim(by=house.mate)
    house.pooled.release(by=house.mate, reason="No need")
    share = share_of(house.mate, [house.mate, house.owner])
    assert (share.claimed, share.returned, share.lost) == (1, 1, 0)


def test_what_a_manager_gives_is_got_by_one_and_passed_on_by_the_other(house):
    house.customer.assign(house.mate, by=house.manager)
    people = [house.mate, house.owner]
    assert share_of(house.mate, people).got == 1
    assert share_of(house.owner, people).passed_on == 1


def test_people_without_moves_stand_there_with_zeros(house):
    assert share_of(house.stranger, [house.stranger]).claimed == 0


def test_moves_outside_the_period_do_not_count(house):
    house.pooled.claim(by=house.mate)
    later = timezone.now() + timedelta(days=1)
    [share] = fairness.by_person([house.mate], later, later + timedelta(days=1))
    assert share.claimed == 0


def test_a_pool_counts_what_came_what_went_and_what_lies_there(house):
    house.pooled.claim(by=house.mate)
    house.customer.release(by=house.owner, reason="No need")
    [figures] = fairness.by_pool([house.east], *period(), 0)
    assert (figures.entered, figures.left, figures.lying, figures.cycled) == (2, 1, 1, 1)


def back_and_forth(house, turns):
    for number in range(turns):
        house.customer.assign([house.mate, house.owner][number % 2], by=house.manager)


@pytest.mark.parametrize(("moves", "turns"), [(1, 0), (2, 1), (3, 2)])
def test_back_and_forth_between_two_is_counted_by_turn(house, moves, turns):
    back_and_forth(house, moves)
    pairs = fairness.ping_pong([house.owner, house.mate], *period())
    assert sum(pair.turns for pair in pairs) == turns
    assert {c for pair in pairs for c in pair.customer_ids} == (
        {house.customer.pk} if turns else set()
    )


def test_through_the_pool_it_is_back_and_forth_all_the_same(house):
    house.customer.release(by=house.owner, reason="No need")
    house.customer.claim(by=house.mate)
    house.customer.release(by=house.mate, reason="No need")
    house.customer.claim(by=house.owner)
    [pair] = fairness.ping_pong([house.owner], *period())
    assert {pair.one, pair.other} == {house.owner, house.mate}


def test_managers_see_the_page_and_reps_do_not(house):
    back_and_forth(house, 2)
    url = reverse("customers:fairness")
    page = browser_of(house.manager).get(url, {"team": house.east.pk}).content.decode()
    assert "Owner ⇄ Mate" in page or "Mate ⇄ Owner" in page
    assert "Hengyu Machines" in page
    assert browser_of(house.mate).get(url).status_code == 403


@pytest.mark.parametrize("name", ["team", "since", "until", "times"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30, "\0"])
def test_bad_input_is_answered_beside_the_field(house, name, value):
    page = browser_of(house.director).get(reverse("customers:fairness"), {name: value})
    assert page.status_code == 200


def test_another_teams_figures_are_nobody_elses(house):
    page = browser_of(house.manager).get(reverse("customers:fairness"), {"team": house.west.pk})
    assert "By person" not in page.content.decode()


def test_a_hand_over_that_was_undone_moved_nothing(house):
    undoing.undo(carried_out(house), by=house.manager)
    people = [house.owner, house.mate]
    assert [(s.got, s.passed_on) for s in fairness.by_person(people, *period())] == [(0, 0)] * 2
    house.customer.refresh_from_db()
    house.customer.assign(house.mate, by=house.manager)
    house.customer.assign(house.owner, by=house.manager)
    [pair] = fairness.ping_pong(people, *period())
    assert pair.turns == 1


def test_what_came_back_is_counted_in_the_period_of_its_return(house):
    house.customer.assign(house.mate, by=house.manager)
    backdate(house.customer, days=40)
    house.customer.assign(house.owner, by=house.manager)
    [pair] = fairness.ping_pong([house.owner], *period())
    assert pair.turns == 1
