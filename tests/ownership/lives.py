"""A company's whole life a second time: verbs, shares with an end, rules, quotas and passing days,
by brute force over plain objects. Nothing is shared with the product but the names of verbs."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.ownership.oracle import Company, Held

ONE_DAY = timedelta(days=1)


def working_days_after(start: date, days: int) -> date:
    """The last of so many Mondays to Fridays after a day."""
    while days > 0:
        start += ONE_DAY
        days -= start.weekday() < 5
    return start


@dataclass
class Entry:
    """One move in the ledger of a life; holders are principals."""

    at: datetime
    verb: str
    by: str
    before: tuple
    after: tuple


@dataclass
class Clocked(Held):
    """A customer with its clocks. `shares` and `ends` have the same receivers."""

    ends: dict = field(default_factory=dict)
    pooled_since: datetime | None = None
    protected_until: date | None = None
    returned: int = 0
    is_whitelisted: bool = False
    is_frozen: bool = False
    counts: bool = True
    entries: list = field(default_factory=list)

    def is_protected(self, today) -> bool:
        return self.protected_until is not None and self.protected_until >= today


class Life:
    """Every customer of a company; `now` is an aware datetime in local time, and stands still:
    days pass by moving everything that was dated into the past."""

    def __init__(self, company: Company, now: datetime):
        self.company, self.now, self.rules = company, now, {}
        self.customers: dict[str, Clocked] = {}

    @property
    def today(self) -> date:
        return self.now.date()

    def rule(self, user, section, name, otherwise):
        """What binds a user: their team's, else that of the nearest team above, else the
        company's."""
        for team in [*self.company.above(self.company.team[user]), None]:
            if section in self.rules.get(team, {}):
                return self.rules[team][section].get(name, otherwise)
        return otherwise

    def pass_days(self, days: int):
        shift = timedelta(days=days)
        for customer in self.customers.values():
            for entry in customer.entries:
                entry.at -= shift
            if customer.pooled_since:
                customer.pooled_since -= shift
            if customer.protected_until:
                customer.protected_until -= shift
            customer.ends = {to: end and end - shift for to, end in customer.ends.items()}
            self.end_shares(customer)

    def end_shares(self, customer):
        for receiver, end in list(customer.ends.items()):
            if end is not None and end <= self.now:
                del customer.shares[receiver], customer.ends[receiver]

    # --- verbs: each says whether it is carried out, and carries it out ------------------

    def claim(self, name, by) -> bool:
        customer = self.customers[name]
        if customer.is_frozen or (customer.owner is None and not self.may_take(customer, by)):
            return False
        return self.moved(customer, "claimed", by, customer.claim)

    def assign(self, name, by, to, reason) -> bool:
        customer = self.customers[name]
        wants_reason = customer.is_protected(self.today) or self.is_full(to)
        if customer.is_frozen or (wants_reason and not reason):
            return False
        return self.moved(customer, "assigned", by, lambda by: customer.assign(by, to))

    def release(self, name, by) -> bool:
        customer = self.customers[name]
        if customer.is_frozen or not self.moved(customer, "released", by, customer.release):
            return False
        customer.returned += 1
        customer.is_whitelisted = False
        return True

    def share(self, name, by, receiver, scope, may_edit, days) -> bool:
        customer = self.customers[name]
        longest = customer.owner and self.rule(customer.owner, "sharing", "longest_days", None)
        if longest and (days is None or days > longest + 1):
            return False
        if not customer.share(by, receiver, scope, may_edit):
            return False
        customer.ends[receiver] = days and self.now + timedelta(days=days)
        return True

    def unshare(self, name, by, receiver) -> bool:
        customer = self.customers[name]
        done = customer.unshare(by, receiver)
        if done:
            del customer.ends[receiver]
        return done

    def protect(self, name, by, days, next_step) -> bool:
        customer = self.customers[name]
        if customer.deleted or not customer.held_by(by) or days > 180:
            return False
        if self.breaks_protection(customer, days, next_step) and not customer.led_by(by):
            return False
        customer.protected_until = self.today + timedelta(days=days)
        return True

    def whitelist(self, name, by) -> bool:
        customer = self.customers[name]
        may = customer.owner and customer.led_by(by) and not customer.is_whitelisted
        if customer.deleted or not may:
            return False
        customer.is_whitelisted = True
        return True

    def delete(self, name, by) -> bool:
        customer = self.customers[name]
        return not customer.is_frozen and customer.delete(by)

    def undelete(self, name, by) -> bool:
        return self.customers[name].undelete(by)

    # --- quotas -------------------------------------------------------------------------

    def may_take(self, customer, by) -> bool:
        return not (
            self.is_over_limit(by)
            or self.is_full(by)
            or self.is_cooling(customer, by)
            or self.is_waiting(customer, by)
        )

    def is_over_limit(self, by) -> bool:
        most = self.rule(by, "claim_limit", "most", None)
        if most is None:
            return False
        start = self.period_start(self.rule(by, "claim_limit", "period", "week"))
        every = [entry for customer in self.customers.values() for entry in customer.entries]
        claims = [e for e in every if e.verb == "claimed" and e.by == by and e.before[0] == "team"]
        return sum(entry.at.date() >= start for entry in claims) >= most

    def period_start(self, period) -> date:
        today = self.today
        back = {"day": 0, "week": today.weekday(), "month": today.day - 1}
        if period == "year":
            return date(today.year, 1, 1)
        return today - timedelta(days=back[period])

    def is_full(self, user) -> bool:
        most = self.rule(user, "capacity", "most", None)
        spared = self.rule(user, "capacity", "without_protected", False)
        held = [c for c in self.customers.values() if c.owner == user and not c.deleted]
        held = [c for c in held if c.counts and not (spared and c.is_protected(self.today))]
        return most is not None and len(held) >= most

    def is_cooling(self, customer, by) -> bool:
        days = self.rule(by, "cooldown", "days", 0)
        bound = {by}
        if self.rule(by, "cooldown", "whole_team", False):
            bound |= {p for p, team in self.company.team.items() if team == self.company.team[by]}
        losses = [
            entry.at.date()
            for entry in customer.entries
            if entry.before[0] == "user" and entry.before[1] in bound and entry.after[0] == "team"
        ]
        return bool(days and losses) and working_days_after(max(losses), days) >= self.today

    def is_waiting(self, customer, by) -> bool:
        days = self.rule(by, "cooldown", "waiting_days", 0)
        since = customer.pooled_since
        return bool(days and since) and working_days_after(since.date(), days) >= self.today

    def breaks_protection(self, customer, days, next_step) -> bool:
        owner = customer.owner
        most = self.rule(owner, "protection", "most", None)
        others = [c for c in self.customers.values() if c.owner == owner and not c.deleted]
        protected = sum(c.is_protected(self.today) for c in others)
        return (
            days > self.rule(owner, "protection", "longest_days", 365)
            or (self.rule(owner, "protection", "needs_next_step", False) and not next_step)
            or (most is not None and not customer.is_protected(self.today) and protected >= most)
        )

    def moved(self, customer, verb, by, move) -> bool:
        before, shares = customer.holder, set(customer.shares)
        if not move(by):
            return False
        customer.entries.append(Entry(self.now, verb, by, before, customer.holder))
        for receiver in shares - set(customer.shares):
            del customer.ends[receiver]
        if before != customer.holder:
            customer.protected_until = None
            customer.pooled_since = self.now if customer.owner is None else None
        return True
