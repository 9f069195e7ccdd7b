"""A large hand-over in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from customers.handover.carrying_out import TASK, carry_out


@app.task(name=TASK, retry=3)
def carry_out_handover(pk: int, language: str):
    with translation.override(language):
        carry_out(pk)
