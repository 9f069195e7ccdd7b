"""A night releases who is due: each once, with one entry, and asks where it would take too many."""

import pytest
from django.utils import timezone

from crm.models import Notice
from crm.refusals import NotAllowed, Refused
from customers.models import Brake, Customer, LedgerEntry, Night
from customers.release import night, releasing
from customers.rules.sections import Pools, Route
from tests.factories import make_axis, make_category, make_contact, make_customer, make_user
from tests.release.making import a_rule, backdate, done, set_rules

pytestmark = pytest.mark.django_db


def a_night():
    """A night from its beginning to its end."""
    begun = night.start()
    night.run(begun.pk)
    return Night.objects.get(pk=begun.pk)


def many(owner, number, **fields):
    return [backdate(make_customer(owner=owner, **fields), 100) for _number in range(number)]


def releases():
    return LedgerEntry.objects.filter(verb="released")


def test_a_due_customer_goes_to_the_pool_with_an_entry_that_says_why(customer, owner):
    version = set_rules(owner.team)
    ended = a_night()
    left = Customer.objects.get(pk=customer.pk)
    assert (left.owner, left.pool, left.owned_since) == (None, owner.team, None)
    assert (left.returned, left.return_reason, left.release_due_at) == (1, "Quiet for long", None)
    entry = releases().get()
    assert (entry.by, entry.from_owner, entry.to_pool) == (None, owner, owner.team)
    assert (entry.rule, entry.rules, entry.batch) == ("quiet", version, ended.batch)
    assert (ended.state, ended.due, ended.released) == ("finished", 1, 1)


def test_the_others_stay(customer, owner):
    set_rules(owner.team)
    kept = make_customer(owner=owner)
    a_night()
    assert Customer.objects.get(pk=kept.pk).owner == owner


def test_shares_and_protection_end_with_it(customer, owner):
    mate = make_user(team=owner.team)
    customer.share(mate, by=owner, scope="everything")
    set_rules(owner.team)
    a_night()
    assert Customer.objects.get(pk=customer.pk).reader_ids == [-owner.team_id]
    assert releases().get().details == {"shares_ended": 1}


def test_a_release_is_no_change_of_the_customer(customer, owner):
    set_rules(owner.team)
    before = Customer.objects.get(pk=customer.pk)
    a_night()
    after = Customer.objects.get(pk=customer.pk)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)


def test_a_second_night_releases_nobody_again(customer, owner):
    set_rules(owner.team)
    a_night()
    assert a_night().released == 0
    assert releases().count() == 1


def test_a_route_sends_a_region_to_its_pool(customer, house, owner):
    axis = make_axis()
    region = make_category(axis)
    city = make_category(axis, parent=region)
    customer.classify(axis, city.pk)
    customer.save(update_fields=["category_ids"])
    pools = Pools((Route(region.pk, house.west.pk),))
    set_rules(owner.team, sections={"pools": pools})
    a_night()
    assert Customer.objects.get(pk=customer.pk).pool == house.west


def test_the_owner_is_told_once_however_many_left(owner, monkeypatch):
    monkeypatch.setattr(releasing, "BATCH", 2)
    set_rules(owner.team)
    many(owner, 5)
    a_night()
    notice = Notice.objects.get(user=owner)
    assert (notice.kind, notice.count) == ("released", 5)


def test_a_night_that_breaks_inside_a_batch_goes_on_and_releases_each_once(owner, monkeypatch):
    monkeypatch.setattr(releasing, "BATCH", 2)
    set_rules(owner.team)
    customers = many(owner, 6)
    begun = night.start()
    breaking(monkeypatch, at=3)
    with pytest.raises(RuntimeError):
        night.run(begun.pk)
    monkeypatch.undo()
    assert releases().count() == 4
    night.run(begun.pk)
    assert sorted(releases().values_list("customer", flat=True)) == [c.pk for c in customers]
    assert Night.objects.get(pk=begun.pk).released == 6


def breaking(monkeypatch, at):
    """Breaks after the statement of the batch that releases, before it is committed."""
    batches = iter(range(1, 100))
    tell = releasing.tell_owners

    def tell_or_break(*args):
        if next(batches) == at:
            raise RuntimeError
        tell(*args)

    monkeypatch.setattr(releasing, "tell_owners", tell_or_break)


def test_a_rule_switched_off_half_way_stops_it(owner, monkeypatch):
    monkeypatch.setattr(releasing, "BATCH", 2)
    set_rules(owner.team)
    many(owner, 6)
    begun = night.start()
    tell, batches = releasing.tell_owners, iter(range(1, 100))

    def tell_and_switch_off(*args):
        tell(*args)
        if next(batches) == 2:
            set_rules(owner.team, a_rule(is_enabled=False), effective_from=timezone.localdate())

    monkeypatch.setattr(releasing, "tell_owners", tell_and_switch_off)
    night.run(begun.pk)
    ended = Night.objects.get(pk=begun.pk)
    assert (ended.released, ended.kept, releases().count()) == (4, 2, 4)


def test_an_admin_stops_a_night_and_the_rest_stays(owner, monkeypatch):
    monkeypatch.setattr(releasing, "BATCH", 2)
    set_rules(owner.team)
    many(owner, 6)
    begun, tell = night.start(), releasing.tell_owners

    def tell_and_stop(*args):
        tell(*args)
        night.stop(begun, by=make_user(is_admin=True))

    monkeypatch.setattr(releasing, "tell_owners", tell_and_stop)
    night.run(begun.pk)
    assert (Night.objects.get(pk=begun.pk).state, releases().count()) == ("stopped", 2)


def test_only_one_night_is_under_way(owner):
    night.start()
    with pytest.raises(Refused, match="under way"):
        night.start(by=make_user(is_admin=True))


def test_only_an_admin_starts_or_stops_a_night(owner):
    with pytest.raises(NotAllowed):
        night.start(by=owner)
    with pytest.raises(NotAllowed):
        night.stop(night.start(), by=owner)


def test_the_clock_starts_one_night_a_day(owner):
    first = night.start_by_clock()
    night.run(first.pk)
    assert first and night.start_by_clock() is None


@pytest.mark.parametrize(("hour", "is_time"), [(1, False), (2, True), (5, True), (6, False)])
def test_a_night_begins_at_its_hour_or_soon_after(hour, is_time):
    at = timezone.localtime().replace(hour=hour, minute=5)
    assert night.is_time(at, 2) == is_time


# --- the brake ------------------------------------------------------------------------------


@pytest.fixture
def braked(house):
    """A night that would take three of one owner's customers and one of another's."""
    set_rules(house.east, brake_count=2)
    many(house.owner, 3)
    many(house.mate, 1)
    return a_night()


def test_a_night_that_would_take_too_many_of_one_owner_leaves_them_and_asks(braked, house):
    brake = Brake.objects.get()
    assert (brake.owner, brake.count, brake.held) == (house.owner, 3, 4)
    assert (braked.state, braked.released) == ("asking", 1)
    asked = Notice.objects.filter(kind="braked").values_list("user__display_name", flat=True)
    assert sorted(asked) == ["Admin", "Manager"]


def test_a_brake_may_be_a_share_of_what_the_owner_holds(house):
    set_rules(house.east, brake_percent=50)
    many(house.owner, 1)
    assert a_night().released == 1
    many(house.owner, 2)
    assert (a_night().released, Brake.objects.get().count) == (0, 2)


def test_a_manager_lets_them_go(braked, house):
    brake = Brake.objects.get()
    night.decide(brake, "release", by=house.manager)
    night.release_braked(brake.pk)
    assert releases().filter(from_owner=house.owner, batch=braked.batch).count() == 3
    assert Night.objects.get(pk=braked.pk).state == "finished"


def test_a_manager_leaves_them_and_the_next_night_asks_again(braked, house):
    night.decide(Brake.objects.get(), "leave", by=house.manager)
    again = a_night()
    assert (again.state, again.brakes.get().decision) == ("asking", "")
    assert Customer.objects.filter(owner=house.owner).count() == 4


def test_what_nobody_decided_lapses_with_the_next_night(braked, house):
    a_night()
    old = braked.brakes.get()
    assert old.decision == "lapsed"
    with pytest.raises(Refused, match="later night"):
        night.decide(old, "release", by=house.manager)


def test_a_brake_is_decided_once_and_by_those_above(braked, house):
    brake = Brake.objects.get()
    with pytest.raises(NotAllowed):
        night.decide(brake, "release", by=house.owner)
    night.decide(brake, "leave", by=house.director)
    with pytest.raises(Refused, match="decided this already"):
        night.decide(brake, "release", by=house.manager)


def test_whoever_acted_since_is_not_released_by_a_late_decision(braked, house):
    brake, due = Brake.objects.get(), Customer.objects.filter(release_due_at__lt=timezone.now())
    saved = due.filter(owner=house.owner).first()
    make_contact(saved)
    done(saved, 0)
    night.decide(brake, "release", by=house.manager)
    night.release_braked(brake.pk)
    assert releases().filter(from_owner=house.owner).count() == 2
    assert Customer.objects.get(pk=saved.pk).owner == house.owner
