"""The clocks of release that activities, opportunities and orders keep; registered from `registration`."""

from django.utils.translation import gettext_lazy as _

from customers.release.clocks import (
    Binding,
    Clock,
    Remedy,
    register_activity_kinds,
    register_clock,
    register_first_step,
    register_remedy,
)
from customers.rules.sections import Resets
from sales.models import Activity

LAST_ACTIVITY = "COALESCE((SELECT {day} FROM sales_activity a WHERE {counting}), own.day)"
FIRST_CONTACT = """
CASE WHEN NOT EXISTS (
    SELECT FROM sales_activity a WHERE {counting} AND a.happened_at >= c.owned_since
) THEN own.day END
"""
LAST_OPPORTUNITY = """
CASE WHEN NOT c.has_open_opportunity THEN COALESCE((
    SELECT {day} FROM sales_opportunity o WHERE o.customer_id = c.id AND o.deleted_at IS NULL
), own.day) END
"""
LAST_ORDER = """
GREATEST(
    own.day,
    (SELECT max(o.ordered_on) FROM sales_order o
        WHERE o.customer_id = c.id AND o.deleted_at IS NULL),
    (SELECT {day} FROM sales_opportunity o
        WHERE o.customer_id = c.id AND o.deleted_at IS NULL AND o.status = 'won')
)
"""
LAST_CONTRACT = """
(SELECT max(o.contract_ends_on) FROM sales_order o
    WHERE o.customer_id = c.id AND o.deleted_at IS NULL)
"""
FIRST_STEP = """
(SELECT CASE WHEN first.id IS NULL THEN {none} WHEN first.deleted_at IS NULL THEN {due} END
    FROM (SELECT) once LEFT JOIN LATERAL (
        SELECT a.id, a.deleted_at, a.due_at FROM sales_activity a
            WHERE a.customer_id = c.id AND a.due_at IS NOT NULL AND {made} >= {start}
                AND (a.happened_at IS NULL OR {done} > {start})
            ORDER BY a.created_at, a.id LIMIT 1
    ) first ON TRUE)
"""
"""Deleted ones are among them: a plan that is taken back has had its turn. What was done by the
day the clock began was no step after it."""


def counting(bind: Binding, resets: Resets) -> str:
    """SQL: whether the activity `a` of customer `c` is done and resets clocks."""
    tests = ["a.customer_id = c.id", "a.deleted_at IS NULL", "a.happened_at IS NOT NULL"]
    if resets.kinds:
        tests.append(f"a.kind = ANY({bind(list(resets.kinds), 'text[]')})")
    if resets.with_contact:
        tests.append("a.contact_id IS NOT NULL")
    if resets.with_outcome:
        tests.append("a.outcome <> ''")
    return " AND ".join(tests)


def no_activity(bind, resets):
    day = bind.local_day("max(a.happened_at)")
    return LAST_ACTIVITY.format(day=day, counting=counting(bind, resets))


def no_opportunity(bind, resets):
    return LAST_OPPORTUNITY.format(day=bind.local_day("max(GREATEST(o.created_at, o.closed_at))"))


def no_won_order(bind, resets):
    return LAST_ORDER.format(day=bind.local_day("max(o.closed_at)"))


def contract_end(bind, resets):
    return LAST_CONTRACT


def no_first_contact(bind, resets):
    return FIRST_CONTACT.format(counting=counting(bind, resets))


def first_step(bind, start, none):
    due, made, done = map(bind.local_day, ("first.due_at", "a.created_at", "a.happened_at"))
    return FIRST_STEP.format(due=due, made=made, done=done, start=start, none=none)


CLOCKS = [
    Clock("no_activity", _("without activity"), no_activity, by_activity=True),
    Clock("no_opportunity", _("without opportunity"), no_opportunity),
    Clock("no_won_order", _("without a won order"), no_won_order),
    Clock("contract_end", _("after the end of the contract"), contract_end),
    Clock(
        "no_first_contact",
        _("after it was received, without first contact"),
        no_first_contact,
        by_activity=True,
    ),
]
REMEDIES = [
    Remedy(
        "activity",
        _("Log an activity"),
        "sales:log",
        in_dialog=True,
        renews=frozenset({"no_activity"}),
        stops=frozenset({"no_first_contact"}),
    ),
    Remedy(
        "step",
        _("Plan a dated next step"),
        "sales:log",
        in_dialog=True,
        plans=True,
        query="?status=planned",
    ),
    Remedy(
        "opportunity",
        _("Start an opportunity"),
        "sales:new_opportunity",
        stops=frozenset({"no_opportunity"}),
        opens=True,
    ),
    Remedy(
        "order",
        _("Enter an order"),
        "sales:new_order",
        renews=frozenset({"no_won_order"}),
        wins=True,
    ),
]


def register():
    for clock in CLOCKS:
        register_clock(clock)
    for remedy in REMEDIES:
        register_remedy(remedy)
    register_activity_kinds(Activity.Kind.choices)
    register_first_step(first_step)
