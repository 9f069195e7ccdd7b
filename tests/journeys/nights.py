"""The night that comes, and the morning before it."""

from datetime import timedelta

from django.utils import timezone

from customers.models import Batch, Night, ReleaseWarning
from customers.release import night, warning

ONE_DAY = timedelta(days=1)


def warn_this_morning():
    """What the worker's clock does in the morning."""
    assert warning.warn()


def put_off_to_tonight(begun: Night):
    """A night that was begun, but not yet carried out, is the one after today: what was told today
    was told the day before."""
    ReleaseWarning.objects.update(at=timezone.now() - ONE_DAY)
    Batch.objects.filter(pk=begun.batch_id).update(started_at=timezone.now() + ONE_DAY)


def tonight(work) -> Night:
    """The night after today, carried out now."""
    begun = night.start()
    put_off_to_tonight(begun)
    work()
    begun.refresh_from_db()
    return begun
