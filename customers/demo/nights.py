"""The last two nights of release, as they would have been: their batches, and who left in them."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from crm.days import start_of
from customers.models import Batch, Brake, Customer, Night, ReleaseWarning, RuleVersion
from customers.release import telling

RULE = "unfollowed"
RELEASED = (21, 34)
WARNED_BEFORE = timedelta(days=3)


class Nights:
    """`leavers` maps a customer's id to the night in which it left."""

    def __init__(self, rng, today: date, version: RuleVersion):
        self.rng, self.version = rng, version
        days = [today - timedelta(days=back) for back in range(len(RELEASED), 0, -1)]
        self.nights = [past_night(day) for day in days]
        self.leavers: dict[int, Night] = {}

    def choose(self, customers: list[Customer]):
        """Who of the pooled ones left in these nights."""
        old = [c for c in customers if c.pool_id and c.created_at < self.first - WARNED_BEFORE * 20]
        chosen = self.rng.sample(old, sum(RELEASED))
        for night, count in zip(self.nights, RELEASED, strict=True):
            for customer in chosen[:count]:
                self.leavers[customer.pk] = night
            del chosen[:count]
            night.due = night.released = count
            night.save(update_fields=["due", "released"])

    @property
    def first(self):
        return self.nights[0].batch.started_at

    def left_at(self, customer):
        return self.leavers[customer.pk].batch.started_at + timedelta(seconds=20)

    def said(self, customer) -> dict:
        """What a release by rule leaves in the ledger."""
        return {
            "by": None,
            "rule": RULE,
            "rules": self.version,
            "batch": self.leavers[customer.pk].batch,
            "reason": RULE,
        }

    def brake(self, owner):
        """The last night asks about an owner who would have lost too many."""
        night = self.nights[-1]
        held = owner.customers.filter(deleted_at=None)
        count = held.filter(release_due_at__lte=timezone.now()).count()
        brake = Brake.objects.create(night=night, owner=owner, count=count, held=held.count())
        night.due, night.state = night.due + count, Night.State.ASKING
        night.save(update_fields=["due", "state"])
        telling.ask_about([brake], night)


def past_night(day: date) -> Night:
    began = start_of(day) + timedelta(hours=settings.RELEASE_HOUR, minutes=5)
    batch = Batch.objects.create(
        kind=Batch.Kind.NIGHT, started_at=began, finished_at=began + timedelta(minutes=1)
    )
    return Night.objects.create(batch=batch, day=day, is_by_clock=True, state=Night.State.FINISHED)


def date_warnings_back():
    """Whoever is due was warned days ago: a night takes nobody else."""
    due = ReleaseWarning.objects.filter(due_at__lte=timezone.now())
    due.update(at=timezone.now() - WARNED_BEFORE)
