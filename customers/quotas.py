"""What binds a claim: the limit of a period, capacity, the pause between, cooldown, waiting time.

Claims are counted from the ledger, so claiming and releasing again frees nothing. Every check
reads the rules of the claimant's team. A verb asks under the claimant's lock (`one_at_a_time`),
so that two claims never both take the last free place.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import workdays
from crm.days import short_day, short_moment, start_of
from crm.models import User
from crm.refusals import NotAllowed, Refused
from customers.models import Category, Customer, LedgerEntry
from customers.rules.resolving import Rules, rules_of
from customers.rules.sections import Capacity, Period

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figure:
    """How much of a limit is used; `most` None: there is no limit."""

    used: int
    most: int | None

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(self.most - self.used, 0)

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.used >= self.most


def one_at_a_time(user):
    """Makes other claims and protections of this person wait until the transaction ends."""
    if not User.objects.active().still_has(user):
        raise NotAllowed(_("%(user)s no longer works here.") % {"user": user})


def refuse_claim(customer, by):
    """Raises `Refused`, with the figures, when a rule keeps `by` from claiming `customer`."""
    rules = rules_of(by)
    _refuse_over_limit(rules, by)
    _refuse_over_capacity(rules, by)
    _refuse_too_soon(rules, by)
    _refuse_in_cooldown(rules, customer, by)
    _refuse_while_waiting(rules, customer)


def refuse_swap(customer, by):
    """Who deleted one to claim another, and is full now, may not restore it."""
    rules = rules_of(by)
    figure = holding(by, rules)
    counts = counted(Customer.objects.filter(pk=customer.pk), rules.capacity).exists()
    if figure.is_full and counts and claims_of(by).filter(at__gt=customer.deleted_at).exists():
        raise Refused(
            over_capacity(by, figure),
            _("Release another first, or ask your manager to restore it."),
            rule="capacity",
        )


# --- figures --------------------------------------------------------------------------------


def claims(user, rules: Rules | None = None) -> Figure:
    """What `user` claimed in the running period."""
    limit = (rules or rules_of(user)).claim_limit
    since = period_start(limit.period)
    return Figure(claims_of(user).filter(at__gte=since).count(), limit.most)


def holding(user, rules: Rules | None = None) -> Figure:
    """How many customers `user` holds that count."""
    capacity = (rules or rules_of(user)).capacity
    held = Customer.objects.filter(owner=user, deleted_at=None)
    return Figure(counted(held, capacity).count(), capacity.most)


def holdings(users, rules: Rules) -> dict[int, int]:
    """How many of the customers that count each of `users` holds, under one team's rules."""
    held = Customer.objects.filter(owner__in=users, deleted_at=None)
    counts = counted(held, rules.capacity).values_list("owner").annotate(Count("pk"))
    return dict.fromkeys((user.pk for user in users), 0) | dict(counts)


def counted(held: QuerySet, capacity: Capacity) -> QuerySet:
    """Of held customers, those that count towards capacity."""
    if capacity.without_won:
        held = held.filter(won_at=None)
    if capacity.without_open_opportunity:
        held = held.filter(has_open_opportunity=False)
    if capacity.without_protected:
        held = held.exclude(protected_until__gte=timezone.localdate())
    if capacity.without_categories:
        chosen = Category.objects.filter(pk__in=capacity.without_categories)
        held = held.exclude(category_ids__overlap=chosen.subtree_ids())
    return held


def claims_of(user) -> QuerySet:
    """The claims that count: from a pool, not the renewed claim of one's own."""
    return LedgerEntry.objects.filter(
        by=user, verb=LedgerEntry.Verb.CLAIMED, from_pool__isnull=False
    )


def period_start(period: str) -> datetime:
    """When the running day, week (from Monday), month or year began."""
    today = timezone.localdate()
    first = {
        Period.DAY: today,
        Period.WEEK: today - timedelta(days=today.weekday()),
        Period.MONTH: today.replace(day=1),
        Period.YEAR: today.replace(month=1, day=1),
    }
    return start_of(first[Period(period)])


# --- refusals -------------------------------------------------------------------------------


def _refuse_over_limit(rules, by):
    figure = claims(by, rules)
    if figure.is_full:
        period = rules.claim_limit.period
        raise Refused(
            FULL_PERIOD[period](figure.used)
            % {"user": by, "used": figure.used, "most": figure.most},
            _("Claim again from %(day)s.") % {"day": short_day(next_period(period))},
            rule="claim_limit",
        )


def _refuse_over_capacity(rules, by):
    figure = holding(by, rules)
    if figure.is_full:
        raise Refused(
            over_capacity(by, figure),
            _("Release one you do not follow up, or win one."),
            rule="capacity",
        )


def _refuse_too_soon(rules, by):
    pause = timedelta(minutes=rules.cooldown.minutes_between)
    last = claims_of(by).order_by("-at").first() if pause else None
    if last and last.at + pause > timezone.now():
        raise Refused(
            _("%(user)s claimed one at %(at)s; %(minutes)d minutes must lie between two claims.")
            % {
                "user": by,
                "at": short_moment(last.at),
                "minutes": rules.cooldown.minutes_between,
            },
            _("Claim again at %(at)s.") % {"at": short_moment(last.at + pause)},
            rule="interval",
        )


def _refuse_in_cooldown(rules, customer, by):
    loss = last_loss(customer, by, rules.cooldown.whole_team) if rules.cooldown.days else None
    opens = first_day_after(loss.at, rules.cooldown.days) if loss else None
    if opens and opens > timezone.localdate():
        raise Refused(
            _("%(owner)s held %(customer)s until %(at)s; the cooldown is %(days)d working days.")
            % {
                "owner": loss.from_owner,
                "customer": customer,
                "at": short_day(loss.at),
                "days": rules.cooldown.days,
            },
            _("Claim it from %(day)s, or ask a manager to assign it.") % {"day": short_day(opens)},
            rule="cooldown",
        )


def _refuse_while_waiting(rules, customer):
    opens = opens_at(customer, rules)
    if opens and opens > timezone.now():
        raise Refused(
            _("%(customer)s is new in the pool, since %(at)s.")
            % {"customer": customer, "at": short_moment(customer.pooled_since)},
            _("It can be claimed from %(opens)s.") % {"opens": short_moment(opens)},
            rule="waiting",
        )


def over_capacity(user, figure: Figure) -> str:
    """The sentence that somebody's hands are full."""
    return _("%(user)s holds %(used)d customers that count; the limit is %(most)d.") % {
        "user": user,
        "used": figure.used,
        "most": figure.most,
    }


# --- time -----------------------------------------------------------------------------------


def last_loss(customer, user, whole_team: bool) -> LedgerEntry | None:
    """When `user` (or somebody of their team) last lost `customer` to a pool.

    Every former owner counts, not the last alone: a friend's claim in between frees nobody.
    """
    losers = Q(from_owner=user)
    if whole_team and user.team_id:
        losers |= Q(from_owner__team=user.team_id)
    lost = customer.ledger.filter(losers, to_owner=None, to_pool__isnull=False)
    return lost.order_by("-at", "-pk").first()


def opens_at(customer, rules: Rules) -> datetime | None:
    """From when a pooled customer may be claimed; None: it always could.

    `pooled_since` moves only when a customer enters a pool, so that edits restart nothing.
    """
    if customer.pooled_since is None:
        return None
    opens = [customer.pooled_since]
    if rules.cooldown.waiting_days:
        first = first_day_after(customer.pooled_since, rules.cooldown.waiting_days)
        opens.append(start_of(first))
    if rules.cooldown.opens_at and customer.returned:
        opens.append(next_hour(customer.pooled_since, rules.cooldown.opens_at))
    return max(opens)


def first_day_after(moment: datetime, days: int):
    """The day that follows `days` full working days after the day of `moment`."""
    return workdays.after(timezone.localdate(moment), days) + ONE_DAY


def next_hour(moment: datetime, hour: str) -> datetime:
    """The next instant of the clock's `hour` ("09:00") from `moment` on."""
    local = timezone.localtime(moment)
    then = timezone.make_aware(datetime.combine(local.date(), time.fromisoformat(hour)))
    return then if then >= local else then + ONE_DAY


def next_period(period: str):
    """The first day of the next day, week, month or year."""
    first = timezone.localdate(period_start(period))
    longest = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.YEAR: 366}
    later = first + timedelta(days=longest[Period(period)])
    if period == Period.MONTH:
        return later.replace(day=1)
    return later.replace(month=1, day=1) if period == Period.YEAR else later


FULL_PERIOD = {
    Period.DAY: lambda used: ngettext(
        "%(user)s has claimed %(used)d customer today; the limit is %(most)d a day.",
        "%(user)s has claimed %(used)d customers today; the limit is %(most)d a day.",
        used,
    ),
    Period.WEEK: lambda used: ngettext(
        "%(user)s has claimed %(used)d customer this week; the limit is %(most)d a week.",
        "%(user)s has claimed %(used)d customers this week; the limit is %(most)d a week.",
        used,
    ),
    Period.MONTH: lambda used: ngettext(
        "%(user)s has claimed %(used)d customer this month; the limit is %(most)d a month.",
        "%(user)s has claimed %(used)d customers this month; the limit is %(most)d a month.",
        used,
    ),
    Period.YEAR: lambda used: ngettext(
        "%(user)s has claimed %(used)d customer this year; the limit is %(most)d a year.",
        "%(user)s has claimed %(used)d customers this year; the limit is %(most)d a year.",
        used,
    ),
}
