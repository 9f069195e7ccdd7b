"""What the worker does for this room by the clock, which strikes in UTC."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from customers.expiry import end_expired_shares, note_ended_protections


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="end_shares")
def end_shares(timestamp: int):
    end_expired_shares()


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="note_protections")
def note_protections(timestamp: int):
    """In the day's local hours, so that nobody's telephone rings at midnight."""
    first, last = settings.WARNING_HOURS
    if first <= timezone.localtime().hour < last:
        note_ended_protections()
