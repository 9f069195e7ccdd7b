"""The release job on a large company: forecast, dry run, a night, one customer.

    python -m bench.release [--customers 1000000] [--json]

Two hundred owners in twenty teams, three activities a customer, four of five customers owned;
about a quarter of those are due on the first night. The limits are hand-written SQL for the one
clock that matters here, without holds, exemptions, categories, ledger texts or notices.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from bench import ground
from bench.ground import copy_in, seconds, sql, undone
from bench.report import Measure, arguments, tell
from crm import naming
from crm.models import Team, User
from customers.models import Axis, Category, Contact, Customer, Night, RuleVersion
from customers.release import forecast, night
from customers.rules.resolving import RuleBook
from customers.rules.sections import Clock, Release, ReleaseRule, as_json

TEAMS, OWNERS, AXES, CATEGORIES, CONTACTS, NAMES = 20, 200, 3, 40, 1_000, 2_000
ACTIVITIES_EACH, DAYS_BACK, QUIET_DAYS = 3, 400, 100

DUE_BY_HAND = """
SELECT c.id, f.day FROM customers_customer c
JOIN (SELECT customer_id, max((happened_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
      FROM sales_activity WHERE happened_at IS NOT NULL AND deleted_at IS NULL
          AND contact_id IS NOT NULL AND outcome <> '' GROUP BY customer_id) a
    ON a.customer_id = c.id
JOIN crm_workday s
    ON s.day = GREATEST(a.day, (c.owned_since AT TIME ZONE 'Asia/Shanghai')::date)
JOIN crm_workday f ON f.is_working AND f.ordinal = s.ordinal + 100
WHERE c.owner_id IS NOT NULL AND c.deleted_at IS NULL
"""
FORECAST_BY_HAND = f"""
UPDATE customers_customer c SET release_due_at = (due.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai',
    release_rule = 'quiet' FROM ({DUE_BY_HAND}) due WHERE due.id = c.id
"""
RELEASE_BY_HAND = """
WITH gone AS (
    UPDATE customers_customer SET owner_id = NULL, pool_id = %s, owned_since = NULL,
        pooled_since = now(), release_due_at = NULL
    WHERE release_due_at <= now() RETURNING id
)
INSERT INTO customers_ledgerentry (customer_id, verb, at, rule, reason, details)
SELECT id, 'released', now(), '', '', '{}' FROM gone
"""
ONE_BY_HAND = f"{FORECAST_BY_HAND} AND c.id = %s AND due.id = %s"


def fill(customers: int):
    """Everybody and everything, by COPY, from one seed."""
    rng = random.Random(4)
    owners, pool = make_people()
    categories = make_axes()
    contacts = make_contacts(owners[0])
    copy_in(
        "customers_customer",
        "id, name, short_name, credit_code, phones, address, website, email, business_scope,"
        " operating_state, financial_state, remarks, category_ids, owner_id, pool_id, owned_since,"
        " pooled_since, origin, returned, return_reason, is_whitelisted, is_frozen, release_rule,"
        " reader_ids, insider_ids, editor_ids, has_open_opportunity, version, created_at,"
        " updated_at, search_text, search_grams, sort_name, initial",
        (a_customer(pk, rng, owners, pool, categories) for pk in range(2, customers + 1)),
    )
    copy_in(
        "sales_activity",
        "customer_id, contact_id, kind, text, outcome, happened_at, due_at, author_id, created_at,"
        " updated_at, created_by_id, updated_by_id",
        activities(customers, rng, owners, contacts),
    )
    sql("VACUUM ANALYZE")


def make_people() -> tuple[list[int], int]:
    company = Team.objects.create(name="Company", has_pool=True)
    teams = [
        Team.objects.create(name=f"Team {number}", parent=company, has_pool=number % 2 == 0)
        for number in range(TEAMS)
    ]
    people = [
        User.objects.create(
            username=f"owner{number}", display_name=f"Owner {number}", team=teams[number % TEAMS]
        )
        for number in range(OWNERS)
    ]
    return [person.pk for person in people], company.pk


def make_axes() -> list[list[int]]:
    found = []
    for number in range(1, AXES + 1):
        axis = Axis.objects.create(
            key=f"axis{number}", name_zh="轴", name_en="Axis", position=number
        )
        made = [Category(axis=axis, name_zh="类", name_en="Kind") for _ in range(CATEGORIES)]
        found.append([one.pk for one in Category.objects.bulk_create(made)])
    return found


def make_contacts(owner_id) -> list[int]:
    """A few, of the first customer: what counts is that an activity has one."""
    first = Customer(name="Everybody's", owner_id=owner_id)
    first.save()
    made = [Contact(customer=first, name=f"Person {number}") for number in range(CONTACTS)]
    return [contact.pk for contact in Contact.objects.bulk_create(made)]


SPELLED: dict[int, tuple] = {}


def spelled(number: int) -> tuple:
    """A name with all that quick match needs; there are not many, since they cost time."""
    if number not in SPELLED:
        name = f"恒宇{number}机械有限公司"
        text = naming.search_text([name], [])
        SPELLED[number] = name, text, naming.search_grams(text), naming.sort_key(name)
    return SPELLED[number]


def a_customer(pk, rng, owners, pool, categories) -> tuple:
    name, text, grams, key = spelled(pk % NAMES)
    now = timezone.now()
    is_owned = rng.random() < 0.8
    since = now - timedelta(days=rng.uniform(DAYS_BACK, 2 * DAYS_BACK))
    return (
        (pk, name, "", "", [], "", "", "", "", "", "", "")
        + ([rng.choice(axis) for axis in categories],)
        + ((rng.choice(owners), None, since, None) if is_owned else (None, pool, None, since))
        + ("own", 0, "", False, False, "", [], [], [])
        + (rng.random() < 0.05, 1, since, since, text, grams, key, "H")
    )


def activities(customers, rng, owners, contacts):
    now = timezone.now()
    for pk in range(2, customers + 1):
        for _number in range(ACTIVITIES_EACH):
            at = now - timedelta(days=rng.uniform(0, DAYS_BACK))
            owner, contact = rng.choice(owners), rng.choice(contacts)
            yield pk, contact, "visit", "Saw them", "Agreed", at, None, owner, at, at, owner, owner


# --- measuring ------------------------------------------------------------------------------


def set_rules() -> RuleVersion:
    """Two rules with categories and a purchase cycle, of which the quiet one releases most."""
    some = Category.objects.order_by("pk")[:6]
    other_days = {str(one.pk): days for one, days in zip(some[:3], (120, 150, None), strict=True)}
    quiet = Clock("no_activity", QUIET_DAYS, other_days)
    both = (Clock("no_opportunity", 700), Clock("no_won_order", 700))
    rules = (
        ReleaseRule("quiet", "Quiet for long", (quiet,), least_by_category={str(some[4].pk): 130}),
        ReleaseRule("fruitless", "Nothing came of it", both, needs_all=True),
    )
    release = Release(rules, grace_new_owner=20)
    return RuleVersion.objects.create(
        sections={"release": as_json(release)}, effective_from=date(2026, 1, 1)
    )


def measured() -> Iterator[Measure]:
    # Loaded before anything is timed: the first notice of a night would load every page's code.
    reverse("customers:pool")
    owned = Customer.objects.filter(owner__isnull=False, deleted_at=None).count()
    with undone():
        by_hand, _rows = seconds(lambda: sql(FORECAST_BY_HAND))
    set_rules()
    yield from of_forecasts(owned, by_hand)
    yield from of_one()
    yield from of_a_night()


def of_forecasts(owned: int, by_hand: float) -> list[Measure]:
    looked, _rows = seconds(lambda: sql(DUE_BY_HAND))
    dry, due = seconds(lambda: forecast.dry_run(RuleBook()))
    fresh, changed = seconds(forecast.refresh_all)
    again, _none = seconds(forecast.refresh_all)
    return [
        Measure(
            "forecast, every date new", fresh, by_hand, "s", 6, f"{changed / fresh:,.0f} rows/s"
        ),
        Measure(
            "forecast, nothing changed", again, by_hand, "s", 6, f"{owned / again:,.0f} rows/s"
        ),
        Measure("dry run", dry, looked, "s", 12, f"{len(due):,} candidates"),
    ]


def of_one() -> list[Measure]:
    ids = list(Customer.objects.filter(owner__isnull=False).values_list("pk", flat=True)[:200])
    ours = sorted(seconds(lambda pk=pk: forecast.refresh([pk]))[0] for pk in ids)
    with undone():
        hand = sorted(seconds(lambda pk=pk: sql(ONE_BY_HAND, pk, pk))[0] for pk in ids)
    at_half, at_most = len(ids) // 2, len(ids) * 95 // 100
    return [
        Measure("one customer, p50", 1000 * ours[at_half], 1000 * hand[at_half], "ms", 60),
        Measure("one customer, p95", 1000 * ours[at_most], 1000 * hand[at_most], "ms", 60),
    ]


def of_a_night() -> list[Measure]:
    pool = Team.objects.get(name="Company").pk
    with undone():
        by_hand, rows = seconds(lambda: sql(RELEASE_BY_HAND, pool))
    begun = night.start()
    counted, _none = seconds(lambda: night.prepare(begun))
    took, _none = seconds(lambda: night.run(begun.pk))
    released = Night.objects.get(pk=begun.pk).released
    return [
        Measure(
            f"a night, {released:,} released",
            released / took,
            rows / by_hand,
            "rows/s",
            4,
            f"{took:,.0f} s, braking {counted:,.1f} s",
            more_is_better=True,
        )
    ]


if __name__ == "__main__":
    asked = arguments(__doc__)
    with ground.fresh_copy("release", asked.customers, fill):
        met = tell(measured(), asked.json)
    sys.exit(0 if met else 1)
