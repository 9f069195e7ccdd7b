"""What the worker does for this room by the clock."""

from procrastinate.contrib.django import app

from customers.expiry import end_expired_shares


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="end_shares")
def end_shares(timestamp: int):
    end_expired_shares()
