"""Nights of release, their brakes, and dry runs."""

from django.utils import timezone

from customers.models import Batch, Brake, DryRun, Night
from tests.factories import make_customer, make_user


def make_night(**fields):
    """A night that is over."""
    fields = {"state": Night.State.FINISHED, "due": 3, "released": 2, "kept": 1, **fields}
    batch = Batch.objects.create(kind=Batch.Kind.NIGHT, finished_at=timezone.now())
    return Night.objects.create(batch=batch, **fields)


def make_brake(night=None, owner=None, **fields):
    """Undecided, unless `fields` says otherwise."""
    night = night or make_night(state=Night.State.ASKING)
    return Brake.objects.create(
        night=night, owner=owner or make_user(), **{"count": 5, "held": 9, **fields}
    )


def make_dry_run(by=None, customers=None, **fields):
    """It would release these customers now."""
    customers = customers or [make_customer()]
    now = timezone.now()
    fields.setdefault("state", DryRun.State.DONE)
    return DryRun.objects.create(
        by=by or make_user(is_admin=True),
        until=now,
        customer_ids=[customer.pk for customer in customers],
        rules=["quiet"] * len(customers),
        dues=[now] * len(customers),
        **fields,
    )
