"""Large hand-overs, and large ways back, are carried out by a job; a job may fail."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app

from crm.jobs import is_under_way
from customers.handover import plans

AT_ONCE = 100
CARRY_OUT, UNDO = "carry_out_handover", "undo_handover"


def is_large(handover) -> bool:
    return handover.rows.count() > AT_ONCE


def send(task: str, handover, **arguments):
    """In the caller's transaction; the job speaks the language of whoever sent it."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    job = app.configure_task(task, lock=f"handover-{handover.pk}")
    job.defer(pk=handover.pk, language=language, **arguments)


def is_broken_off(handover) -> bool:
    """Whether there is work to do and no job to do it: its last one failed."""
    return handover.is_working and not is_under_way(CARRY_OUT, UNDO, pk=handover.pk)


def resume(handover, *, by):
    """Sends the job again where it broke off; all of it is still to be done."""
    plans.refuse_unless_led(handover.leaver, by)
    with transaction.atomic():
        locked = plans.locked_in(handover, handover.State.WORKING)
        if is_broken_off(locked):
            begin(locked, by)


def begin(handover, by):
    """Has a job carry it out, or take it back where it was carried out before."""
    if handover.is_on_its_way_back:
        send(UNDO, handover, by=by.pk)
    else:
        send(CARRY_OUT, handover)
