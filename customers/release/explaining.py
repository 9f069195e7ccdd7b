"""Why a customer leaves when it does: every rule with its clocks, and what would keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.days import short_day
from customers.release.clocks import Remedy, clock, remedies
from customers.release.compiling import LONE
from customers.release.forecast import Forecast, among, forecast_for, is_bound
from customers.rules.resolving import RuleBook
from customers.rules.saying_release import rule_name
from customers.rules.sections import ReleaseRule

CLOCKS = """
SELECT raw.place, CASE WHEN raw.start IS NOT NULL THEN GREATEST(raw.start, own.day) END, raw.days,
    crm_workday_after(GREATEST(raw.start, own.day), raw.days, c.owner_id)
FROM {customer}, LATERAL (VALUES {clocks}) raw(place, start, days)
ORDER BY raw.place
"""
BOUNDS = """
SELECT base.day, (SELECT {step}), own.grace, c.protected_until, ({rule})
FROM {customer} LEFT JOIN LATERAL ({base}) base ON TRUE
"""


@dataclass(frozen=True)
class Reading:
    """One clock of a rule: the day it began, the working days it runs, the day it runs out.

    `starts` None: it does not run; `days` None: its category is exempt.
    """

    label: Any
    starts: date | None
    days: int | None
    ends: date | None


@dataclass(frozen=True)
class RuleReading:
    """One rule at one customer; `last_day` None: it does not release it. `held` says by what it
    was put off, with the day: (sentence)."""

    rule: ReleaseRule
    name: str
    clocks: list[Reading]
    last_day: date | None
    held: str
    decides: bool


@dataclass(frozen=True)
class Keeping:
    """What the owner may do, and when the customer would leave then: None, no longer."""

    remedy: Remedy
    url: str
    needs: str
    due_at: datetime | None


@dataclass(frozen=True)
class Explanation:
    """`exempt` says why no rule binds at all."""

    due_at: datetime | None
    rule: str
    rules: list[RuleReading]
    keeping: list[Keeping]
    exempt: str = ""


def explain(customer) -> Explanation:
    """Every rule that binds the customer, which one releases it when, and what would move that."""
    exempt = exemption(customer)
    book = RuleBook()
    team_id = customer.owner.team_id if customer.owner else None
    if exempt or not is_bound(book, team_id):
        return Explanation(None, "", [], [], exempt or _("No rule of release binds it."))
    forecast = forecast_for(book, team_id)
    rules = [reading(customer, book, team_id, *one) for one in forecast.compiler.numbered()]
    name = next((one.name for one in rules if one.decides), "")
    return Explanation(customer.release_due_at, name, rules, list(kept_by(customer, book, team_id)))


def exemption(customer) -> str:
    if customer.is_pooled:
        return _("It has no owner.")
    if customer.is_whitelisted:
        return _("It is never released.")
    if customer.is_frozen:
        return _("It is in dispute; until the ruling nobody moves it.")
    return ""


# --- one rule -------------------------------------------------------------------------------


def reading(customer, book, team_id, place: int, rule: ReleaseRule) -> RuleReading:
    clocks = list(clocks_of(customer, forecast_for(book, team_id), rule))
    last_day, held = bounds_of(customer, forecast_for(book, team_id), place, rule)
    held = held if last_day else spared(customer, rule, clocks)
    decides = customer.release_rule == rule.key and last_day is not None
    return RuleReading(rule, rule_name(rule), clocks, last_day, held, decides)


def spared(customer, rule: ReleaseRule, clocks: list[Reading]) -> str:
    """Why a rule does not release the customer."""
    if customer.origin not in rule.origins:
        return _("not for customers that came as: %(origin)s") % {
            "origin": customer.get_origin_display()
        }
    if rule.spares_won and customer.won_at:
        return _("spared: it is won")
    if rule.spares_open_opportunity and customer.has_open_opportunity:
        return _("spared: an opportunity is open")
    if rule.needs_all and any(one.ends for one in clocks):
        return _("not every clock of the rule runs")
    return _("no clock of the rule runs")


def clocks_of(customer, forecast: Forecast, rule: ReleaseRule) -> Iterator[Reading]:
    text = CLOCKS.format(
        customer=one_of(customer, forecast), clocks=", ".join(forecast.compiler.clocks(rule))
    )
    for place, starts, days, ends in rows(text, forecast):
        kind = rule.clocks[place].kind
        known = clock(kind)
        yield Reading(known.label if known else kind, starts, days, starts and ends)


def bounds_of(customer, forecast: Forecast, place: int, rule: ReleaseRule):
    """The last day by a rule, and the sentence about what put it off, if something did."""
    compiler = forecast.compiler
    text = BOUNDS.format(
        customer=one_of(customer, forecast),
        base=compiler.base(rule),
        step=compiler.step(rule),
        rule=LONE.format(rule=compiler.rule(place, rule)),
    )
    ran_out, step, grace, protected, last_day = rows(text, forecast)[0]
    if last_day is None or last_day == ran_out:
        return last_day, ""
    return last_day, held_by(last_day, step, grace, protected)


def held_by(last_day, step, grace, protected) -> str:
    words = {"day": short_day(last_day)}
    if protected == last_day:
        return _("protected until %(day)s") % words
    if grace == last_day:
        return _("grace until %(day)s") % words
    if step and step >= last_day:
        return _("the next step holds it until %(day)s") % words
    return _("the rules take effect on %(day)s") % words


def one_of(customer, forecast: Forecast) -> str:
    return forecast.customers(among(forecast.bind, [customer.pk]))


def rows(text: str, forecast: Forecast) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text, forecast.bind.values)
        return cursor.fetchall()


# --- what would keep it ---------------------------------------------------------------------


def kept_by(customer, book, team_id) -> Iterator[Keeping]:
    """The remedies that would move the date, each with the date it would move it to."""
    if customer.release_due_at is None:
        return
    rules = book.rules_for(team_id).release.rules
    deciding = next((rule for rule in rules if rule.key == customer.release_rule), None)
    for remedy in remedies():
        forecast = forecast_for(book, team_id, remedy)
        due = list(forecast.due(among(forecast.bind, [customer.pk])))
        due_at = due[0][3] if due else None
        if due_at is None or due_at > customer.release_due_at:
            url = reverse(remedy.url_name, args=[customer.pk]) + remedy.query
            yield Keeping(remedy, url, needs(remedy, deciding), due_at)


def needs(remedy: Remedy, rule: ReleaseRule | None) -> str:
    """What an activity must have to count for the deciding rule; how far a step can hold."""
    if remedy.plans:
        return _("by that day at the latest")
    if rule is None or remedy.key != "activity":
        return ""
    return {
        (True, True): _("with a contact and an outcome"),
        (True, False): _("with a contact"),
        (False, True): _("with an outcome"),
        (False, False): "",
    }[rule.resets.with_contact, rule.resets.with_outcome]
