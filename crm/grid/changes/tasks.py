"""A change set in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.changes.running import TASK, forget_drafts, work


@app.task(name=TASK, retry=3)
def work_changes(pk: int, language: str):
    with translation.override(language):
        work(pk)


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_drafts")
def forget_old_drafts(timestamp: int):
    forget_drafts()
