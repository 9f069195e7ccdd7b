"""A removal: the rows of one list that one person deleted at once, and what became of each."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.working import Work


class Removal(Work):
    """`unseen` counts ids that were asked for and are not the actor's to see."""

    class State(models.TextChoices):
        WORKING = "working", _("in progress")
        DONE = "done", pgettext_lazy("bulk action", "finished")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        STOPPED = "stopped", _("stopped")

    grid = models.CharField(max_length=40, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WORKING)
    total = models.PositiveIntegerField(_("rows"), default=0)
    unseen = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("deletion of many")
        verbose_name_plural = _("deletions of many")
        indexes = [models.Index(fields=["by", "-at"], name="removals_by_user")]

    def __str__(self):
        return f"{self.grid} {self.pk}"

    def get_absolute_url(self):
        return reverse("grids:removal", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.WORKING, self.State.UNDOING)


class RemovalRow(models.Model):
    """`name` is what the row was called when it was chosen; `why` is in its actor's language."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", pgettext_lazy("row", "deleted")
        REFUSED = "refused", _("refused")
        MISSING = "missing", _("no longer there")
        BACK = "back", _("put back")
        STUCK = "stuck", _("could not be put back")

    removal = models.ForeignKey(Removal, models.CASCADE, related_name="rows")
    record_id = models.BigIntegerField()
    name = models.TextField(_("row"), blank=True)
    position = models.PositiveIntegerField()
    state = models.CharField(_("outcome"), max_length=8, choices=State, default=State.WAITING)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("deleted row")
        verbose_name_plural = _("deleted rows")
        constraints = [
            models.UniqueConstraint(fields=["removal", "record_id"], name="removal_row_once")
        ]
        indexes = [
            models.Index(fields=["removal", "state", "position"], name="removal_rows_by_state")
        ]

    def __str__(self):
        return self.name

    def settle(self, state, why=""):
        self.state, self.why = state, str(why)
        self.save(update_fields=["state", "why"])
