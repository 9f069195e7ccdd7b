"""A large removal, in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from crm.grid.removing.running import TASK, work


@app.task(name=TASK, retry=3)
def work_removal(pk: int, language: str):
    with translation.override(language):
        work(pk)
