"""The indexes of own fields, as jobs."""

from procrastinate.contrib.django import app

from customers.own_fields.indexes import tend


@app.task(name="tend_own_index", retry=3)
def tend_own_index(pk: int):
    tend(pk)
