"""How fast the rows of an import go, and how long those that are left will take."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from crm.words import number_text
from crm.working import said_left
from customers.models import SheetImport

# Chunks differ: each one moves the pace by this much of the way towards its own.
WEIGHT = 0.4
SILENT = timedelta(seconds=2)
A_CHUNK_TAKES = timedelta(seconds=30)


def take_up(begun: SheetImport):
    """A worker begins: rows are timed from here, not from when they were sent to it."""
    SheetImport.objects.filter(pk=begun.pk).update(moved_at=timezone.now())


def keep(locked: SheetImport, rows: int):
    """`rows` more are done; the caller saves it."""
    now = timezone.now()
    if locked.moved_at and rows > 0:
        chunk = rows / max((now - locked.moved_at).total_seconds(), 0.001)
        before = chunk if locked.rows_a_second is None else locked.rows_a_second
        locked.rows_a_second = before + WEIGHT * (chunk - before)
    locked.moved_at = now


def is_moving(found: SheetImport) -> bool:
    """Whether somebody worked on it a moment ago."""
    return bool(found.moved_at and timezone.now() - found.moved_at < A_CHUNK_TAKES)


def said(found: SheetImport, later: int = 0) -> str:
    """ "1,200 rows a second · about 2 minutes left", with those that come `later`; empty before
    there is a pace."""
    began, pace = found.work_began_at, found.rows_a_second
    if not pace or began is None or timezone.now() - began < SILENT:
        return ""
    count = max(round(pace), 1)
    words = ngettext("%(count)s row a second", "%(count)s rows a second", count)
    rate = words % {"count": number_text(count)}
    return f"{rate} · {said_left(left(found, pace, later))}"


def left(found: SheetImport, pace: float, later: int = 0) -> timedelta:
    """Counted down from the end of the last chunk, so that it falls evenly between two."""
    whole = timedelta(seconds=(max(found.expected - found.done, 0) + later) / pace)
    since = timezone.now() - (found.moved_at or timezone.now())
    return max(whole - since, timedelta())
