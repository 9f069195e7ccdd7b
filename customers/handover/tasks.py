"""Large hand-overs, and large ways back, in the background."""

from django.utils import translation
from procrastinate.contrib.django import app

from customers.handover.carrying_out import carry_out
from customers.handover.jobs import CARRY_OUT, UNDO
from customers.handover.undoing import give_back


@app.task(name=CARRY_OUT, retry=3)
def carry_out_handover(pk: int, language: str):
    with translation.override(language):
        carry_out(pk)


@app.task(name=UNDO, retry=3)
def undo_handover(pk: int, by: int, language: str):
    with translation.override(language):
        give_back(pk, by)
