"""A change set in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.changes.models import ChangeSet
from crm.grid.changes.running import TASK, forget_drafts, work
from crm.grid.telling import ATTEMPTS, fault_told


@app.task(name=TASK, retry=ATTEMPTS, pass_context=True)
def work_changes(context, pk: int, language: str):
    with translation.override(language), fault_told(context.job, ChangeSet, pk):
        work(pk)


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_drafts")
def forget_old_drafts(timestamp: int):
    forget_drafts()
