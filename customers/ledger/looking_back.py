"""Who held what on a day: the last entry before the day's end says it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Subquery

from crm.days import start_of
from customers.models import Customer, LedgerEntry

Verb = LedgerEntry.Verb
GONE = (Verb.DELETED, Verb.MERGED_INTO)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """How a customer stood at the end of a day; `entry` None: it was not there yet."""

    entry: LedgerEntry | None
    arrival: LedgerEntry | None

    @property
    def was_deleted(self) -> bool:
        return self.entry is not None and self.entry.verb in GONE


def end_of(day: date) -> datetime:
    """The first instant after the day; that of the last day there is, for days beyond it."""
    return start_of(day + ONE_DAY) if day < date.max - ONE_DAY else start_of(date.max)


def held_on(customer, day: date) -> Held:
    """How one customer stood, and by which entry it had come there."""
    related = ("from_owner", "to_owner", "from_pool", "to_pool", "by")
    before = customer.ledger.filter(at__lt=end_of(day)).select_related(*related)
    entries = before.order_by("-at", "-pk")
    last = entries.first()
    if last is None:
        return Held(None, None)
    same = entries.filter(to_owner=last.to_owner, to_pool=last.to_pool)
    arrival = same.exclude(from_owner=last.to_owner, from_pool=last.to_pool).first()
    return Held(last, arrival or entries.last())


def held_by_on(user, day: date, *, owner=None, pool=None):
    """The customers that `user` may see and that `owner` (or `pool`) held at the end of a day."""
    last = LedgerEntry.objects.filter(customer=OuterRef("pk"), at__lt=end_of(day))
    last = last.order_by("-at", "-pk")
    customers = Customer.objects.visible_to(user).filter(pk__in=_ever_held(owner, pool))
    standing = customers.annotate(
        held_by=Subquery(last.values("to_owner")[:1]),
        held_in=Subquery(last.values("to_pool")[:1]),
        last_verb=Subquery(last.values("verb")[:1]),
    )
    holder = {"held_by": owner} if owner else {"held_in": pool}
    rows = standing.filter(**{name: one.pk for name, one in holder.items()})
    return rows.exclude(last_verb__in=GONE).order_by(F("sort_name"), "pk")


def _ever_held(owner, pool):
    """Narrows the look back to customers whose ledger names the holder at all."""
    named = {"to_owner": owner} if owner else {"to_pool": pool}
    return LedgerEntry.objects.filter(**named).values("customer")
