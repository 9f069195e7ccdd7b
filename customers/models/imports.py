"""An import and its rows, as staged."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.sheets.cells import BadCell


class SheetImport(models.Model):
    """One uploaded sheet on its way into the customers."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("waiting for its columns")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        WRITING = "writing", _("being imported")
        DONE = "done", _("imported")
        STOPPED = "stopped", _("stopped")

    filename = models.CharField(_("file"), max_length=255)
    sheet_name = models.CharField(_("sheet"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MAPPING)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    pool = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        related_name="+",
        verbose_name=_("pool for customers without an owner"),
    )
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(_("good rows"), default=0)
    bad = models.PositiveIntegerField(_("refused rows"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.filename

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def expected(self) -> int:
        """How many rows the work in hand goes through; `done` is how many of them it has."""
        return self.good if self.state == self.State.WRITING else self.total

    @property
    def remaining(self) -> int:
        """Good rows that are no customers yet."""
        return self.good - (self.done if self.state == self.State.STOPPED else 0)


class ImportRow(models.Model):
    """One row of the sheet; `number` is the one the user sees in their spreadsheet."""

    class Verdict(models.TextChoices):
        UNCHECKED = "", _("not checked")
        GOOD = "good", _("good")
        BAD = "bad", _("refused")
        WRITTEN = "written", _("imported")

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    verdict = models.CharField(max_length=8, blank=True, choices=Verdict, default="")
    problems = models.JSONField(default=list)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="import_rows"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="import_row_once")
        ]
        indexes = [
            models.Index(fields=["sheet_import", "verdict", "number"], name="rows_by_verdict")
        ]

    def cell(self, column: int):
        return restored(self.cells[column])

    @property
    def typed(self) -> list[str]:
        return [str(restored(stored)) for stored in self.cells]

    @property
    def as_typed(self) -> str:
        return " · ".join(text for text in self.typed if text)


def storable(cell):
    """A cell as JSON: text, or {"text", "fault"} of a cell that holds no usable value."""
    if isinstance(cell, BadCell):
        return {"text": str(cell), "fault": cell.fault}
    if isinstance(cell, bool):
        return str(cell).upper()
    return str(cell)


def restored(stored):
    return BadCell(stored["text"], stored["fault"]) if isinstance(stored, dict) else stored
