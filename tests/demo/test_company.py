"""The demo company is what it says it is."""

import random
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from crm.grid.doors import grid_for
from crm.grid.saved.models import SavedView
from crm.grid.saved.placing import pins_of
from crm.models import User
from customers import quotas
from customers.ledger import fairness
from customers.models import (
    Brake,
    BulkRun,
    Contact,
    Customer,
    DuplicatePair,
    HandOver,
    LedgerEntry,
    Night,
    ReleaseWarning,
    Request,
    Reveal,
    RuleVersion,
    UserShare,
)
from customers.pool.masking import masks_for
from customers.rules.reasons import RETURN_REASONS
from intel.management.commands import load_demo
from intel.models import Dossier, Fact, RivalProduct
from sales.models import Activity, Opportunity, Order
from tests.backup.company import everything

CHECKS = []
MOVES = {"created", "claimed", "assigned", "released", "handed_over"}


def check(function):
    CHECKS.append(function)
    return function


@check
def probable_duplicates_wait_to_be_looked_at():
    assert DuplicatePair.objects.waiting().exists()


@check
def it_has_the_numbers_it_promises():
    assert User.objects.count() == 40
    assert Customer.objects.count() == 5_000
    assert Contact.objects.count() == 8_000
    assert Activity.objects.count() == 20_000
    assert Opportunity.objects.count() == 1_500
    assert Order.objects.count() == 1_000
    assert Dossier.objects.exists() and Fact.objects.exists() and RivalProduct.objects.exists()


@check
def its_access_is_right():
    said = StringIO()
    call_command("check_access", stdout=said)
    assert "5000 customers, 0 differences" in said.getvalue()


@check
def its_forecast_is_right():
    said = StringIO()
    call_command("check_release", stdout=said)
    assert "5000 customers, 0 differences" in said.getvalue()


@check
def every_ledger_ends_where_its_customer_stands():
    ends = {entry.customer_id: entry for entry in LedgerEntry.objects.order_by("at", "pk")}
    for customer in Customer.objects.all():
        end = ends[customer.pk]
        if end.verb in MOVES:
            assert (end.to_owner_id, end.to_pool_id) == (customer.owner_id, customer.pool_id)
            assert end.at.date() == (customer.owned_since or customer.pooled_since).date()


@check
def returned_counts_the_releases():
    releases = Q(ledger__verb="released")
    counted = Customer.objects.annotate(releases=Count("ledger", filter=releases))
    assert not counted.exclude(returned=F("releases")).exists()
    assert counted.filter(owner=None, returned__gte=3).exists()
    reasons = counted.filter(owner=None, returned__gt=0).values_list("return_reason", flat=True)
    own = {reason.partition(": ")[0] for reason in reasons} & set(RETURN_REASONS)
    assert len(own) >= 5


@check
def its_pool_is_masked_and_useful():
    east = Customer.objects.filter(pool__name="华东区", returned__gt=1, has_open_opportunity=True)
    covered = east.filter(reveals=None).annotate(done=Count("activities", distinct=True))
    useful = covered.filter(done__gte=3).first()
    assert masks_for(useful, User.objects.get(username="lina")).fields
    assert Reveal.objects.count() == 5


@check
def its_rules_are_in_force_and_others_to_come():
    inherited, own = sorted(RuleVersion.objects.effective(), key=lambda version: version.pk)
    assert (inherited.team, inherited.preset, list(own.sections)) == (None, "standard", ["sharing"])
    assert RuleVersion.objects.coming().count() == 1


@check
def a_rep_has_customers_that_leave_soon():
    """Within a fortnight: of a week, holidays may leave nothing."""
    lina, soon = User.objects.get(username="lina"), timezone.now() + timedelta(days=14)
    leaving = lina.customers.filter(release_due_at__lte=soon)
    assert 3 <= leaving.count() <= 50
    assert ReleaseWarning.objects.filter(to=lina).exists()
    assert lina.customers.filter(release_due_at__gt=soon, next_activity_at__isnull=False).exists()
    assert quotas.claims(lina).left


@check
def nights_have_run_and_one_asks():
    first, last = Night.objects.order_by("day")
    assert (first.state, last.state) == ("finished", "asking")
    for night in (first, last):
        left = night.batch.entries.filter(verb="released", rule="unfollowed", by=None)
        assert left.exclude(rules=None).count() == night.released
    brake = last.brakes.get()
    assert brake.count > 20
    assert brake.owner.customers.filter(release_due_at__lte=timezone.now()).count() == brake.count


@check
def the_next_night_takes_no_mass():
    asking = Brake.objects.values("owner")
    due = Customer.objects.filter(release_due_at__lte=timezone.now())
    assert due.exclude(owner__in=asking).count() < 150


@check
def requests_of_each_kind_wait_and_a_dispute_has_two_sides():
    waiting = Request.objects.filter(status="open")
    assert {request.kind for request in waiting} == set(Request.Kind.values)
    zhouwei = User.objects.get(username="zhouwei")
    assert all(request.may_be_decided_by(zhouwei) for request in waiting)
    dispute = waiting.get(kind="dispute")
    assert dispute.customer.is_frozen
    assert {fact.side for fact in dispute.evidence.all()} == {"asker", "holder"}


@check
def a_hand_over_is_finished_and_can_be_undone():
    handover = HandOver.objects.get()
    assert handover.can_be_undone
    assert not handover.leaver.customers.exists()
    assert handover.rows.filter(state="done").count() == 12


@check
def a_bulk_run_has_two_outcomes():
    run = BulkRun.objects.get()
    states = set(run.rows.values_list("state", flat=True))
    assert (run.state, states) == ("done", {"done", "refused"})


@check
def shares_are_passed_on_and_one_customer_is_never_released():
    assert UserShare.objects.filter(may_reshare=True).exists()
    assert UserShare.objects.filter(is_reshared=True).exists()
    assert Customer.objects.filter(is_whitelisted=True).count() == 1


@check
def fairness_shows_who_tosses_customers_to_whom():
    people, now = list(User.objects.all()), timezone.now()
    pairs = fairness.ping_pong(people, now - timedelta(days=30), now)
    assert {pairs[0].one.username, pairs[0].other.username} == {"lina", "wanglei"}


@check
def everybody_who_is_named_has_news():
    for _role, username, _password in load_demo.Command.SIGN_INS:
        assert User.objects.get(username=username).notices.unread().exists()


@check
def its_views_are_understood_and_find_something():
    lina = User.objects.get(username="lina")
    views = SavedView.objects.visible_to(lina)
    assert {view.sharing for view in views} == {"private", "team", "everybody"}
    assert [view.for_everybody for view in pins_of(lina)["customers"]] == [True]
    for view in views:
        grid = grid_for(lina, view.grid, f"view={view.pk}")
        assert grid.all_problems == [] and not grid.is_changed
        assert grid.page.rows and grid.count.number < lina.customers.count()


@check
def those_who_are_named_can_sign_in():
    for _role, username, password in load_demo.Command.SIGN_INS:
        assert User.objects.get(username=username).check_password(password)


@check
def its_customers_are_classified_and_valid():
    for customer in Customer.objects.all()[:100]:
        customer.full_clean()
        assert sum(1 for category in customer.category_ids if category) >= 6


@check
def it_is_not_loaded_over_people_who_are_there():
    with pytest.raises(CommandError, match="people already"):
        call_command("load_demo")


@check
def it_comes_back_from_a_backup_exactly():
    before = everything()
    with TemporaryDirectory() as folder:
        path = str(Path(folder, "demo.zip"))
        call_command("backup", path, stdout=StringIO())
        UserShare.objects.all().delete()
        Contact.objects.filter(name__startswith="李").update(name="Changed since")
        assert everything() != before
        call_command("restore", path, replace=True, stdout=StringIO())
    assert everything() == before
    its_access_is_right()


@pytest.mark.django_db
def test_the_demo_company_is_what_it_says_it_is():
    """One test, because loading takes as long as many: every check names itself when it fails."""
    load_demo.build(random.Random(load_demo.SEED))
    for holds in CHECKS:
        holds()
