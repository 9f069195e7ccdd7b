"""A bulk action in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from customers.bulk.running import work


@app.task(name="work_bulk", retry=3)
def work_bulk(pk: int, language: str):
    with translation.override(language):
        work(pk)
