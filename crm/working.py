"""Work that goes on row by row in the background, and how fast it does."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class Work(models.Model):
    """The trait of being worked through. `halted` says why it stopped by itself; the pace is
    taken since `work_began_at`, when `settled_before` rows had been settled already."""

    halted = models.TextField(gettext_lazy("why it stopped"), blank=True)
    work_began_at = models.DateTimeField(null=True)
    settled_before = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def time_left(self, settled: int) -> timedelta | None:
        """At the pace since the work began; None before there is one."""
        done = settled - self.settled_before
        if not self.work_began_at or done <= 0:
            return None
        return (timezone.now() - self.work_began_at) / done * (self.total - settled)

    def begin_clock(self, settled: int):
        self.work_began_at, self.settled_before = timezone.now(), settled
        self.save(update_fields=["work_began_at", "settled_before"])


def said_left(left: timedelta | None) -> str:
    """How long it will still take, once there is a pace; empty before."""
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if not minutes:
        return _("less than a minute left")
    sentence = ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes)
    return sentence % {"count": minutes}
