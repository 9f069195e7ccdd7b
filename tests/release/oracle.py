"""When a customer is due, worked out in plain Python, day by day, from the rows."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from crm.models import Leave, SpecialDay
from customers.models import Category
from customers.rules.sections import section_from
from tests.workdays.oracle import Oracle as Calendar

ONE_DAY = timedelta(days=1)


def day_of(instant):
    return instant and timezone.localtime(instant).date()


def expected(customer, version, release_class):
    """(rule's key, instant) by which the customer leaves, or (“”, None)."""
    return Oracle(customer, version, section_from(release_class, version.sections["release"])).due()


class Oracle:
    """One customer under one version of the rules."""

    def __init__(self, customer, version, release):
        self.customer, self.version, self.release = customer, version, release
        special = dict(SpecialDay.objects.values_list("day", "is_working"))
        away = Leave.objects.living().filter(person=customer.owner)
        self.calendar = Calendar(special, list(away.values_list("first_day", "last_day")))
        self.owned = day_of(customer.owned_since)
        living = {"deleted_at": None}
        self.activities = list(customer.activities.all())
        self.opportunities = list(customer.opportunities.filter(**living))
        self.orders = list(customer.orders.filter(**living))

    def due(self):
        found = [(day, rule.key) for rule in self.release.rules if (day := self.day_by(rule))]
        if not found or self.customer.is_whitelisted or self.customer.is_frozen:
            return "", None
        day, key = min(found, key=lambda one: one[0])
        return key, timezone.make_aware(datetime.combine(day + ONE_DAY, time()))

    def day_by(self, rule):
        if not rule.is_enabled or not rule.clocks or self.is_spared(rule):
            return None
        runs = [self.run(rule, clock) for clock in rule.clocks]
        running = [run for run in runs if run]
        if not running or (rule.needs_all and len(running) < len(runs)):
            return None
        ends = [end for _start, end in running]
        decides = max(ends) if rule.needs_all else min(ends)
        start = next(start for start, end in running if end == decides)
        bounds = [self.held(rule, start, decides), self.grace(), self.version.effective_from]
        return max([*bounds, self.customer.protected_until or decides])

    def is_spared(self, rule):
        is_open = any(chance.status == "open" for chance in self.opportunities)
        won = self.orders or any(chance.status == "won" for chance in self.opportunities)
        return (
            self.customer.origin not in rule.origins
            or (rule.spares_won and won)
            or (rule.spares_open_opportunity and is_open)
        )

    def run(self, rule, clock):
        start, days = getattr(self, clock.kind)(rule), self.days(rule, clock)
        if start is None or days is None:
            return None
        start = max(start, self.owned)
        return start, self.calendar.after(start, days)

    def days(self, rule, clock):
        days = self.setting(clock.by_category, clock.days)
        return days if days is None else max(days, self.setting(rule.least_by_category, 0))

    def setting(self, by_category, otherwise):
        """The deepest category's that has one; of equally deep ones the most generous."""
        found = []
        for pk in filter(None, self.customer.category_ids):
            for depth, above in reversed(list(enumerate(path_to(pk)))):
                if str(above) in by_category:
                    days = by_category[str(above)]
                    found.append((depth, days is None, days or 0, days))
                    break
        return max(found)[-1] if found else otherwise

    def held(self, rule, start, end):
        plans = [one for one in self.activities if one.due_at and day_of(one.created_at) >= start]
        plans = [one for one in plans if not one.happened_at or day_of(one.happened_at) > start]
        first = min(plans, key=lambda one: (one.created_at, one.pk), default=None)
        if not rule.step_holds or first is None or first.deleted_at:
            return end
        furthest = self.calendar.after(end, rule.step_holds_days)
        return max(end, min(day_of(first.due_at), furthest))

    def grace(self):
        special = {
            "imported": self.release.grace_import,
            "handed_over": self.release.grace_handover,
        }
        days = max(self.release.grace_new_owner, special.get(self.customer.origin, 0))
        return self.calendar.after(self.owned, days)

    # --- the clocks -----------------------------------------------------------------------

    def counting(self, rule):
        resets = rule.resets
        return [
            one
            for one in self.activities
            if one.happened_at
            and not one.deleted_at
            and (not resets.kinds or one.kind in resets.kinds)
            and (not resets.with_contact or one.contact_id)
            and (not resets.with_outcome or one.outcome)
        ]

    def no_activity(self, rule):
        return max([self.owned, *(day_of(one.happened_at) for one in self.counting(rule))])

    def no_opportunity(self, rule):
        if any(one.status == "open" for one in self.opportunities):
            return None
        ends = [day_of(at) for one in self.opportunities for at in (one.created_at, one.closed_at)]
        return max([self.owned, *filter(None, ends)])

    def no_won_order(self, rule):
        won = [day_of(one.closed_at) for one in self.opportunities if one.status == "won"]
        return max([self.owned, *won, *(order.ordered_on for order in self.orders)])

    def contract_end(self, rule):
        return max((o.contract_ends_on for o in self.orders if o.contract_ends_on), default=None)

    def no_first_contact(self, rule):
        since = self.customer.owned_since
        return None if any(one.happened_at >= since for one in self.counting(rule)) else self.owned


def path_to(pk):
    """The ids from the top of the tree down to a category."""
    found = []
    while pk:
        found.insert(0, pk)
        pk = Category.objects.get(pk=pk).parent_id
    return found
