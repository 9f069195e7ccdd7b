"""What the worker does for release, by the clock and when it is asked."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from customers.release import forecast


@app.task(name="refresh_forecasts", retry=3)
def refresh_forecasts(owner: int | None = None):
    forecast.refresh_all([owner] if owner else None)


def defer_refresh(owner: int | None = None):
    """Has a job forecast one owner's customers anew, or everybody's; once however often asked."""
    name = f"forecasts-{owner or 'all'}"
    job = refresh_forecasts.configure(queueing_lock=name, lock="forecasts")
    try:
        with transaction.atomic():
            job.defer(owner=owner)
    except AlreadyEnqueued:
        pass
