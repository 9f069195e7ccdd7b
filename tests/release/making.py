"""Rules, and customers with a past, for the tests of release."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from customers.models import Customer, RuleVersion
from customers.release import forecast
from customers.rules.sections import Clock, Release, ReleaseRule, as_json
from sales.models import Activity, Opportunity, Order

LONG_AGO = timedelta(days=400)


def a_rule(*clocks, key="quiet", name="Quiet for long", **fields) -> ReleaseRule:
    """A rule of clocks given as (kind, days) or as they are; by default of 30 quiet days."""
    made = tuple(c if isinstance(c, Clock) else Clock(*c) for c in clocks or [("no_activity", 30)])
    return ReleaseRule(key, name, made, **fields)


def set_rules(team, *rules, sections=None, effective_from=None, **release) -> RuleVersion:
    """The rules of release that bind a team (None: the company), and perhaps other sections."""
    version = draft(team, *rules, sections=sections, effective_from=effective_from, **release)
    version.save()
    return version


def draft(team, *rules, sections=None, effective_from=None, **release) -> RuleVersion:
    """The same, not saved."""
    effective_from = effective_from or timezone.localdate() - LONG_AGO
    others = {key: as_json(section) for key, section in (sections or {}).items()}
    said = {"release": as_json(Release(rules or (a_rule(),), **release))} | others
    return RuleVersion(team=team, sections=said, effective_from=effective_from)


def backdate(customer, days, **fields) -> Customer:
    """Held by its owner since so many days, at noon."""
    fields |= {"owned_since": at_noon(-days)}
    Customer.objects.filter(pk=customer.pk).update(**fields)
    return refreshed(customer)


def refreshed(customer) -> Customer:
    """The customer as it stands after its forecast was made anew."""
    forecast.refresh([customer.pk])
    return Customer.objects.get(pk=customer.pk)


def at_noon(days) -> datetime:
    """Noon of the day so many days from today, in the house's zone."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(12)))


def done(customer, days_ago, *, contact=True, outcome="Agreed", kind="visit", **fields) -> Activity:
    """An activity done so many days ago; by default one that counts."""
    person = customer.contacts.first() if contact else None
    fields |= {"contact": person, "outcome": outcome, "kind": kind, "text": "Saw them"}
    fields |= {"happened_at": at_noon(-days_ago)}
    return stored(Activity(customer=customer, author=customer.owner, **fields), days_ago)


def planned(customer, *, made, due, **fields) -> Activity:
    """A next step planned `made` days ago for `due` days from today."""
    fields |= {"kind": "call", "text": "Ring them", "due_at": at_noon(due)}
    return stored(Activity(customer=customer, author=customer.owner, **fields), made)


def pursued(customer, *, made, closed=None, status="open") -> Opportunity:
    """An opportunity opened `made` days ago and, unless open, closed `closed` days ago."""
    closed_at = None if closed is None else at_noon(-closed)
    fields = {"name": "Line three", "status": status, "closed_at": closed_at}
    return stored(Opportunity(customer=customer, owner=customer.owner, **fields), made)


def ordered(customer, days_ago, ends=None) -> Order:
    today = timezone.localdate()
    ends_on = None if ends is None else today + timedelta(days=ends)
    order = Order(
        customer=customer,
        number=f"SO-{Order.objects.count()}",
        ordered_on=today - timedelta(days=days_ago),
        contract_ends_on=ends_on,
    )
    return stored(order, days_ago)


def stored(record, days_ago):
    """Saved by the owner, and entered so many days ago."""
    record.sign(record.customer.owner)
    record.save()
    type(record).objects.filter(pk=record.pk).update(created_at=at_noon(-days_ago))
    record.refresh_from_db()
    forecast.refresh([record.customer_id])
    return record
