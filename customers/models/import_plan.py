"""A plan of imports: which files come one after another, and what became of each run of it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.sentences import as_read
from customers.models.imports import SheetImport


class ImportPlan(models.Model):
    """A run ends before a file of which more than `most_left` rows are refused or undecided."""

    name = models.CharField(pgettext_lazy("plan", "name"), max_length=80)
    pool = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        related_name="+",
        verbose_name=_("pool for customers without an owner"),
    )
    most_left = models.PositiveIntegerField(
        _("rows of a file that may be left out"),
        default=0,
        help_text=_("A run stops at a file of which more rows are refused or to be decided."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("import plan")
        verbose_name_plural = _("import plans")
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("customers:import_plan", args=[self.pk])


class PlanFile(models.Model):
    """A file's place in the order, called as the first one was that stood there. A reconciliation
    adds up all its numbers but the `unsummed`."""

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("file"), max_length=255)
    unsummed = models.JSONField(default=list)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self):
        return self.name


class PlanRun(models.Model):
    """Once through the plan. `report` is what its rehearsal said, `seen` how far one is that goes
    on, `why` a Sentence of why it stopped."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        REHEARSING = "rehearsing", _("being rehearsed")
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("imported")

    WORKING = (State.REHEARSING, State.RUNNING)

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    report = models.JSONField(default=list)
    seen = models.JSONField(default=dict, editable=False)
    why = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def reason(self) -> str:
        return as_read(self.why)


class PlanStep(models.Model):
    """The upload for one of the plan's files in one run.

    `is_matched` says that its columns are matched as they were the last time; `is_checked` that
    this run has compared its rows, so that what was decided of them since is kept.
    """

    run = models.ForeignKey(PlanRun, models.CASCADE, related_name="steps")
    file = models.ForeignKey(PlanFile, models.CASCADE, related_name="steps")
    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="+")
    is_matched = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["file__place", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "file"], name="plan_step_once")]

    @property
    def is_ready(self) -> bool:
        """Whether somebody has said what its columns are."""
        return self.is_matched or self.sheet_import.state != SheetImport.State.MAPPING
