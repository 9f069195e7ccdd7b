"""A change set: what somebody changed in a list at once, cell by cell, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.working import Work


class ChangeSetQuerySet(models.QuerySet):
    def open_to(self, user):
        """Those that `user` may look at: their own; an administrator everybody's."""
        sets = self.select_related("by")
        return sets if user.is_admin else sets.filter(by=user)


class ChangeSet(Work):
    """Cells of one list that one person changes at once.

    It is checked, then looked at as a draft, then applied; what was applied can be undone.
    `left_over` counts what was asked for and has no row: pasted lines below the last one.
    """

    class Kind(models.TextChoices):
        CELL = "cell", _("one cell")
        MANY = "many", _("many rows")
        PASTE = "paste", _("paste")

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        DRAFT = "draft", pgettext_lazy("change set", "not applied yet")
        WORKING = "working", _("in progress")
        STOPPED = "stopped", _("stopped")
        DONE = "done", pgettext_lazy("change set", "applied")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    AT_WORK = (State.CHECKING, State.WORKING, State.UNDOING)

    grid = models.CharField(max_length=40, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    total = models.PositiveIntegerField(_("cells"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    left_over = models.PositiveIntegerField(default=0)

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("change set")
        verbose_name_plural = _("change sets")
        indexes = [models.Index(fields=["by", "-at"], name="change_sets_by_user")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return self.url("set")

    def url(self, name) -> str:
        return reverse(f"grids:{name}", args=[self.grid, self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    def end(self, state):
        """Saves where the work ended."""
        self.state = state
        self.save(update_fields=["state", "halted"])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def can_be_undone(self) -> bool:
        return self.state in (self.State.DONE, self.State.STOPPED)


class Change(models.Model):
    """One cell. `old` and `new` are plain values of the form field, as `ThreeWayForm` compares
    them; the texts are what people read. `why` is in the language of whoever changes, and so are
    the `doubts`, each a text and a URL or "": what to know of the new value before it is applied."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be checked")
        WAITING = "waiting", pgettext_lazy("cell", "changes")
        DONE = "done", pgettext_lazy("cell", "changed")
        SAME = "same", _("the same already")
        REFUSED = "refused", _("refused")
        CONFLICT = "conflict", _("changed by somebody else")
        MISSING = "missing", _("no longer there")
        BACK = "back", _("put back")
        KEPT = "kept", _("kept, since edited later")
        STUCK = "stuck", _("could not be put back")

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    record_id = models.BigIntegerField()
    name = models.TextField(_("row"), blank=True)
    column = models.CharField(max_length=60, editable=False)
    old = models.JSONField(null=True, editable=False)
    new = models.JSONField(null=True, editable=False)
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    state = models.CharField(_("outcome"), max_length=8, choices=State, default=State.PENDING)
    why = models.TextField(_("why"), blank=True)
    doubts = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("changed cell")
        verbose_name_plural = _("changed cells")
        indexes = [
            models.Index(fields=["change_set", "state", "position"], name="changes_by_state"),
            models.Index(
                fields=["change_set", "record_id"],
                condition=Q(state__in=["pending", "waiting", "done"]),
                name="changes_of_a_row",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "record_id", "column"], name="cell_once_in_a_set"
            )
        ]

    def __str__(self):
        return f"{self.name} · {self.column}"

    def settle(self, state, why=""):
        self.state, self.why = state, str(why)
