"""A verb on many customers: the run, and what became of every row."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.working import Work
from customers.models.batch import Batch


class BulkRunQuerySet(models.QuerySet):
    def open_to(self, user):
        """The runs that `user` may look at: their own; an administrator everybody's."""
        runs = self.select_related("batch__by")
        return runs if user.is_admin else runs.filter(batch__by=user)


class BulkRun(Work):
    """A batch of one verb.

    `arguments` are what its form was given, read by the form anew for every row. `unseen` counts
    ids that were asked for and do not exist or are not the actor's to see.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("bulk action", "planned")
        WORKING = "working", _("in progress")
        DONE = "done", pgettext_lazy("bulk action", "finished")
        STOPPED = "stopped", _("stopped")

    batch = models.OneToOneField(Batch, models.PROTECT, primary_key=True, related_name="run")
    verb = models.CharField(_("what"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WORKING)
    arguments = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("customers"), default=0)
    unseen = models.PositiveIntegerField(default=0)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        ordering = ["-batch"]

    def __str__(self):
        return f"{self.verb} {self.pk}"

    def get_absolute_url(self):
        return reverse("customers:bulk_run", args=[self.pk])

    @property
    def rows(self):
        return self.batch.rows

    @property
    def is_working(self) -> bool:
        return self.state == self.State.WORKING

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED


class BatchRow(models.Model):
    """One customer of a batch. `name` is what it was called when it was chosen: its actor may
    lose sight of it by this very verb. `why` is the refusal in the actor's language."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        SAME = "same", _("stays where it is")
        BACK = "back", _("put back")
        REFUSED = "refused", _("refused")
        MISSING = "missing", _("no longer there")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    name = models.TextField(_("customer"))
    position = models.PositiveIntegerField()
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("to")
    )
    is_fixed = models.BooleanField(_("chosen by hand"), default=False)
    state = models.CharField(_("outcome"), max_length=8, choices=State, default=State.WAITING)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "customer"], name="batch_row_once")]
        indexes = [
            models.Index(fields=["batch", "state", "position"], name="batch_rows_by_state"),
        ]

    def __str__(self):
        return self.name

    def settle(self, state, *, why="", rule=""):
        self.state, self.why, self.rule = state, str(why), rule[:40]
        self.save(update_fields=["state", "why", "rule"])
