"""What the worker does for release, by the clock and when it is asked.

The clock strikes every hour in UTC; the hours of the night and of the morning are local, whatever
the zone does in spring and autumn.
"""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from customers.release import forecast, night, warning


@app.periodic(cron="5 * * * *")
@app.task(name="strike_release", queueing_lock="strike_release")
def strike_release(timestamp: int):
    """Starts the night at its hour, and warns in the morning."""
    now = timezone.localtime()
    if night.is_time(now, settings.RELEASE_HOUR):
        night.start_by_clock()
    first, last = settings.WARNING_HOURS
    if first <= now.hour < last:
        warning.warn()


@app.task(name="refresh_forecasts", retry=3)
def refresh_forecasts(owner: int | None = None):
    forecast.refresh_all([owner] if owner else None)


@app.task(name="run_night", retry=3)
def run_night(pk: int):
    night.run(pk)


@app.task(name="release_braked", retry=3)
def release_braked(pk: int):
    night.release_braked(pk)
