"""What the nights of release leave behind: the night, its brakes, warnings, dry runs."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Night(models.Model):
    """One run of release: by the clock (`by` of its batch is None), or started by an admin."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("preparing")
        RUNNING = "running", pgettext_lazy("night", "running")
        ASKING = "asking", _("asking")
        FINISHED = "finished", pgettext_lazy("night", "finished")
        STOPPED = "stopped", pgettext_lazy("night", "stopped")

    batch = models.OneToOneField("customers.Batch", models.PROTECT, related_name="night")
    day = models.DateField(_("day"), default=timezone.localdate)
    is_by_clock = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREPARING
    )
    due = models.PositiveIntegerField(pgettext_lazy("night", "due"), default=0)
    released = models.PositiveIntegerField(pgettext_lazy("night", "released"), default=0)
    kept = models.PositiveIntegerField(_("no longer due"), default=0)
    unwarned = models.PositiveIntegerField(_("not yet warned"), default=0)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("night of release")
        verbose_name_plural = _("nights of release")
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(is_by_clock=True), name="one_night_a_day_by_clock"
            )
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="night_by_day")]

    def __str__(self):
        return str(self.day)

    def get_absolute_url(self):
        return reverse("customers:night", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.PREPARING, self.State.RUNNING)


class Brake(models.Model):
    """A night would have taken more of one owner's customers than the rules allow unasked."""

    class Decision(models.TextChoices):
        RELEASE = "release", pgettext_lazy("brake", "released")
        LEAVE = "leave", pgettext_lazy("brake", "left")
        LAPSED = "lapsed", _("not decided")

    night = models.ForeignKey(Night, models.PROTECT, related_name="brakes")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    count = models.PositiveIntegerField(_("would leave"))
    held = models.PositiveIntegerField(_("holds"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("brake")
        verbose_name_plural = _("brakes")
        constraints = [
            models.UniqueConstraint(fields=["night", "owner"], name="one_brake_an_owner_a_night")
        ]
        indexes = [models.Index(fields=["owner"], condition=Q(decision=""), name="brake_undecided")]


class ReleaseWarning(models.Model):
    """Somebody was told, `days` working days before, that a customer leaves at `due_at`."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "due_at", "days", "to"], name="one_warning_a_date"
            )
        ]


class DryRun(models.Model):
    """Whom a draft of the rules would release until an instant; kept for a while to be looked at.

    `team`, `sections` and `effective_from` are the draft's. `dues` (instants) and `rules` (keys)
    stand beside `customer_ids`; `due_anyway` counts those that today's rules release as well.
    """

    class State(models.TextChoices):
        WORKING = "working", _("at work")
        DONE = "done", _("done")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    team = models.ForeignKey("crm.Team", models.PROTECT, null=True, related_name="+")
    sections = models.JSONField(default=dict)
    effective_from = models.DateField(default=timezone.localdate)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WORKING)
    until = models.DateTimeField()
    first_night = models.PositiveIntegerField(default=0)
    braked = models.PositiveIntegerField(default=0)
    due_anyway = models.PositiveIntegerField(default=0)
    customer_ids = ArrayField(models.IntegerField(), default=list)
    rules = ArrayField(models.TextField(), default=list)
    dues = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        verbose_name = _("dry run")
        verbose_name_plural = _("dry runs")

    def get_absolute_url(self):
        return reverse("customers:dry_run", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state == self.State.WORKING

    @property
    def count(self) -> int:
        return len(self.customer_ids)
