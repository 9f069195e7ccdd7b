"""The audit of exports, and how many rows an export may have."""

import secrets
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.grid.choosing import MOST_TICKED
from crm.grid.registry import grid_named


class ExportRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their own; an administrator's everybody's."""
        return self.all() if user.is_admin else self.filter(by=user)


class ExportRecord(models.Model):
    """One export, done or not: who took what out of which list, and how much.

    `query` is the list's state without its columns, `sentence` the same for people, in the
    language of whoever asked. `ids` are the ticked rows, or what matched when the sheet that asks
    was opened; None where the list is written as it is by then. `file` names a file in the
    exports' folder while there is one to be fetched.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("export", "waiting")
        WORKING = "working", _("in progress")
        DONE = "done", pgettext_lazy("export", "done")
        FAILED = "failed", pgettext_lazy("export", "failed")
        CANCELLED = "cancelled", pgettext_lazy("export", "cancelled")

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("Excel (.xlsx)")
        CSV = "csv", _("Text (.csv)")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    grid = models.CharField(max_length=40, blank=True, editable=False)
    title = models.CharField(_("list"), max_length=120)
    query = models.TextField(blank=True, editable=False)
    sentence = models.TextField(_("what matched"), blank=True)
    columns = ArrayField(models.TextField(), verbose_name=_("columns"), default=list)
    ids = ArrayField(models.BigIntegerField(), null=True)
    problems = ArrayField(models.TextField(), default=list)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    is_by_job = models.BooleanField(_("in the background"), default=False)
    total = models.PositiveIntegerField(null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    why = models.TextField(_("why it failed"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=80, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True)

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [
            models.Index(fields=["-at", "-id"], name="export_by_time"),
            models.Index(fields=["by", "-at", "-id"], name="export_by_person"),
            models.Index(fields=["expires_at"], condition=~Q(file=""), name="export_with_file"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("grids:export_record", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING)

    @property
    def has_file(self) -> bool:
        return bool(self.file) and not self.is_expired

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def grid_class(self):
        return grid_named(self.grid)

    @property
    def name(self):
        """The list in the reader's language."""
        return self.grid_class.title if self.grid_class else self.title

    @property
    def params(self) -> QueryDict:
        """The list's state with these columns and no others."""
        params = QueryDict(self.query, mutable=True)
        params["cols"] = ",".join(self.columns)
        return params

    @property
    def list_url(self) -> str:
        """The list as it was asked for; "" where it has no page of its own any more."""
        if self.grid_class is None:
            return ""
        return f"{reverse(self.grid_class.url_name)}?{self.params.urlencode(safe=',')}"

    @property
    def again_url(self) -> str:
        """The sheet that asks for the same once more."""
        if self.grid_class is None:
            return ""
        asked = {"query": self.query, "cols": ",".join(self.columns)}
        if self.ids is not None and len(self.ids) <= MOST_TICKED:
            asked["ids"] = ",".join(map(str, self.ids))
        return f"{reverse('grids:export', args=[self.grid])}?{urlencode(asked, safe=',')}"

    @property
    def took(self) -> timedelta:
        """Since the work began."""
        return timezone.now() - (self.began_at or timezone.now())

    def time_left(self) -> timedelta | None:
        """At the pace since the work began; None before there is one."""
        if not (self.total and self.rows):
            return None
        return self.took / self.rows * max(self.total - self.rows, 0)

    @property
    def rows_a_minute(self) -> str:
        return intcomma(round(self.rows * 60 / self.took.total_seconds()), use_l10n=False)

    def new_file_name(self) -> str:
        """A name nobody guesses."""
        return f"{secrets.token_urlsafe(24)}.{self.kind}"


class ExportCap(models.Model):
    """The most rows that one export of people in a role may have; a role without one has none."""

    class Role(models.TextChoices):
        REP = "rep", pgettext_lazy("role", "Reps")
        MANAGER = "manager", pgettext_lazy("role", "Managers")
        ADMIN = "admin", pgettext_lazy("role", "Administrators")

    role = models.CharField(max_length=8, choices=Role, unique=True)
    rows = models.PositiveIntegerField(_("at most"))

    class Meta:
        verbose_name = _("cap on exports")
        verbose_name_plural = _("caps on exports")

    def __str__(self):
        return f"{self.get_role_display()}: {self.rows}"
