"""A large removal, in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.removing.models import Removal
from crm.grid.removing.running import TASK, work
from crm.grid.telling import ATTEMPTS, fault_told


@app.task(name=TASK, retry=ATTEMPTS, pass_context=True)
def work_removal(context, pk: int, language: str):
    with translation.override(language), fault_told(context.job, Removal, pk):
        work(pk)
