"""What the worker does for notices."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from crm.notices.digest import mail_unread
from crm.notices.models import Delivery
from crm.notices.posting import Undelivered
from crm.notices.sending import send_waiting

GATHERS = 15
LONGEST_WAIT = 3600


@app.task(name="send_webhook")
def send_webhook(pk: int, tries: int = 0):
    """Sends what waits for a webhook; what does not arrive is tried again, ever less often.

    Not by a retry of the queue: that would put back a job beside one that waits under its lock.
    """
    try:
        grows_on = send_waiting(pk)
    except Undelivered:
        defer_sending(pk, tries + 1)
    else:
        if grows_on:
            defer_sending(pk)


def defer_sending(pk: int, tries: int = 0) -> None:
    """Has what waits for a webhook sent in a moment, by one job however often it is asked.

    After 15 seconds, and after each try that failed four times later, up to an hour.
    """
    name, wait = f"webhook-{pk}", min(GATHERS * 4**tries, LONGEST_WAIT)
    job = send_webhook.configure(queueing_lock=name, lock=name, schedule_in={"seconds": wait})
    try:
        with transaction.atomic():
            job.defer(pk=pk, tries=tries)
    except AlreadyEnqueued:
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="wake_webhooks", queueing_lock="wake_webhooks")
def wake_webhooks(timestamp: int):
    """For those whose job died with its worker."""
    for pk in set(Delivery.objects.values_list("webhook", flat=True)):
        defer_sending(pk)


@app.periodic(cron="*/15 * * * *")
@app.task(name="mail_unread_notices", queueing_lock="mail_unread_notices")
def mail_unread_notices(timestamp: int):
    mail_unread()
