"""Has the worker do what `tasks` declares, by name: the tasks import those who defer them."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def refresh_soon(owner: int | None = None):
    """Has a job forecast one owner's customers anew, or everybody's; once however often asked."""
    waits = f"forecasts-{owner or 'all'}"
    job = app.configure_task("refresh_forecasts", queueing_lock=waits, lock="forecasts")
    try:
        with transaction.atomic():
            job.defer(owner=owner)
    except AlreadyEnqueued:
        pass


def run_night(pk: int):
    app.configure_task("run_night", lock="night").defer(pk=pk)


def release_braked(pk: int):
    app.configure_task("release_braked", lock="night").defer(pk=pk)
