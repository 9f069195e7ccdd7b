"""Random rules and random pasts: the database's due date against the one worked out in Python."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.models import Leave, SpecialDay
from customers.models import Customer
from customers.models.customer import Origin
from customers.release import forecast
from customers.rules.sections import Clock, Release, Resets
from tests.factories import make_axis, make_category, make_contact, make_customer
from tests.release.making import a_rule, backdate, done, ordered, planned, pursued, set_rules
from tests.release.oracle import expected

pytestmark = pytest.mark.django_db

IN_ONE_DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KINDS = ["no_activity", "no_opportunity", "no_won_order", "contract_end", "no_first_contact"]
PLACES = range(4)

past = st.integers(min_value=0, max_value=90)
ahead = st.integers(min_value=-40, max_value=60)
days = st.integers(min_value=0, max_value=60)
flags = st.booleans()
by_place = st.dictionaries(st.sampled_from(PLACES), st.none() | days, max_size=3)
least = st.dictionaries(st.sampled_from(PLACES), days, max_size=2)
clocks = st.tuples(st.sampled_from(KINDS), days, by_place)
resets = st.builds(
    Resets,
    kinds=st.sampled_from([(), ("visit",), ("call", "visit")]),
    with_contact=flags,
    with_outcome=flags,
)
rules = st.fixed_dictionaries(
    {
        "clocks": st.lists(clocks, min_size=1, max_size=3),
        "least": least,
        "needs_all": flags,
        "is_enabled": st.sampled_from([True, True, False]),
        "origins": st.sets(st.sampled_from(Origin.values), min_size=3),
        "resets": resets,
        "step_holds": flags,
        "step_holds_days": days,
        "spares_won": flags,
        "spares_open_opportunity": flags,
    }
)
releases = st.fixed_dictionaries(
    {"grace_new_owner": days, "grace_import": days, "grace_handover": days}
)
lives = st.fixed_dictionaries(
    {
        "held": past,
        "origin": st.sampled_from(Origin.values),
        "place": st.sampled_from([None, *PLACES]),
        "second": flags,
        "protected": st.none() | ahead,
        "is_whitelisted": st.sampled_from([False, False, False, True]),
        "done": st.lists(
            st.tuples(past, flags, flags, st.sampled_from(["visit", "call"]), flags), max_size=3
        ),
        "planned": st.lists(st.tuples(past, ahead, st.none() | past, flags), max_size=3),
        "pursued": st.lists(
            st.tuples(past, st.sampled_from(["open", "won", "lost"]), past), max_size=2
        ),
        "ordered": st.lists(st.tuples(past, st.none() | ahead), max_size=2),
    }
)
years = st.fixed_dictionaries(
    {
        "special": st.dictionaries(st.integers(min_value=-90, max_value=90), flags, max_size=15),
        "away": st.lists(st.tuples(ahead, st.integers(min_value=0, max_value=20)), max_size=3),
    }
)


@IN_ONE_DATABASE
@given(
    drawn=st.lists(rules, min_size=1, max_size=3),
    graces=releases,
    effective=past,
    lived=st.lists(lives, min_size=1, max_size=3),
    year=years,
)
def test_every_due_date_is_the_oracles(owner, drawn, graces, effective, lived, year):
    with transaction.atomic():
        make_year(owner, year)
        places = make_places()
        made = [made_rule(number, one, places) for number, one in enumerate(drawn)]
        effective_from = timezone.localdate() - timedelta(days=effective)
        version = set_rules(owner.team, *made, effective_from=effective_from, **graces)
        customers = [make_life(owner, life, places) for life in lived]
        forecast.refresh([customer.pk for customer in customers])
        for customer in Customer.objects.filter(pk__in=[c.pk for c in customers]):
            found = (customer.release_rule, customer.release_due_at)
            assert found == expected(customer, version, Release), customer.name
        transaction.set_rollback(True)


def make_year(owner, year):
    today = timezone.localdate()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=today + timedelta(days=offset), is_working=works)
        for offset, works in year["special"].items()
    )
    for first, length in year["away"]:
        first_day = today + timedelta(days=first)
        last_day = first_day + timedelta(days=length)
        Leave.objects.create(person=owner, first_day=first_day, last_day=last_day, created_by=owner)


def make_places():
    """Three levels of one axis and one category of another."""
    axis = make_axis()
    top = make_category(axis)
    middle = make_category(axis, parent=top)
    return [top, middle, make_category(axis, parent=middle), make_category(make_axis())]


def made_rule(number, said, places):
    clocks = [Clock(kind, days, by_id(named, places)) for kind, days, named in said.pop("clocks")]
    lengthened = by_id(said.pop("least"), places)
    said["origins"] = tuple(said["origins"])
    return a_rule(*clocks, key=f"r{number}", least_by_category=lengthened, **said)


def by_id(named, places):
    return {str(places[place].pk): days for place, days in named.items()}


def make_life(owner, life, places):
    customer = make_customer(owner=owner)
    make_contact(customer)
    classify(customer, life, places)
    until = life["protected"]
    protected = None if until is None else timezone.localdate() + timedelta(days=until)
    backdate(
        customer,
        life["held"],
        origin=life["origin"],
        protected_until=protected,
        is_whitelisted=life["is_whitelisted"],
    )
    for days_ago, contact, outcome, kind, deleted in life["done"]:
        activity = done(
            customer, days_ago, contact=contact, outcome="Yes" if outcome else "", kind=kind
        )
        if deleted:
            activity.put_aside(by=owner)
    for made, due, happened, deleted in life["planned"]:
        plan(customer, owner, made, due, happened, deleted)
    for made, status, closed in life["pursued"]:
        pursued(customer, made=made, status=status, closed=None if status == "open" else closed)
    for days_ago, ends in life["ordered"]:
        ordered(customer, days_ago, ends)
    return customer


def plan(customer, owner, made, due, happened, deleted):
    activity = planned(customer, made=made, due=due)
    if happened is not None:
        activity.happened_at = timezone.now() - timedelta(days=happened)
        activity.save(update_fields=["happened_at"])
    if deleted:
        activity.put_aside(by=owner)


def classify(customer, life, places):
    chosen = [] if life["place"] is None else [places[life["place"]]]
    if life["second"]:
        chosen.append(places[3])
    for category in chosen:
        customer.classify(category.axis, category.pk)
    customer.save(update_fields=["category_ids"])
