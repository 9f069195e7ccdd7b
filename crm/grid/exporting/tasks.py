"""Exports in the background, and the end of their files."""

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.exporting.files import delete_expired
from crm.grid.exporting.running import TASK, work


@app.task(name=TASK)
def write_export(pk: int, language: str):
    with translation.override(language):
        work(pk)


@app.periodic(cron="40 * * * *")
@app.task(queueing_lock="expire_exports")
def expire_exports(timestamp: int):
    delete_expired()
