"""The work of a plan, as jobs."""

from django.utils import translation
from procrastinate.contrib.django import app

from customers.plans import rehearsing, running


@app.task(name="run_plan", retry=3)
def run_plan(pk: int, language: str):
    with translation.override(language):
        running.run_plan(pk)


@app.task(name="rehearse_plan", retry=3)
def rehearse_plan(pk: int, language: str):
    with translation.override(language):
        rehearsing.rehearse(pk)
