"""An import and its rows, as staged."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.sheets.cells import BadCell
from crm.working import Work
from customers.recognising import Agreement


class Policy(models.TextChoices):
    """What becomes of a row whose customer exists already."""

    SKIP = "skip", _("leave the row out")
    FILL = "fill", _("fill what is empty")
    OVERWRITE = "overwrite", _("overwrite what differs")
    CREATE = "create", _("create another customer")
    ASK = "ask", _("decide one by one")


class SheetImport(Work):
    """One uploaded sheet on its way into the customers.

    `kind` names what its rows are. Work goes by the rows' numbers: up to `checked_to` they are
    checked, up to `committed_to` written, down to `undone_to` put back. `counts` has the number
    of rows by verdict, `done` how many the work in hand is through with, at `rows_a_second` until
    `moved_at`; `started_by` is who set it going.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("waiting for its columns")
        READING = "reading", _("being read")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        WRITING = "writing", _("being imported")
        DONE = "done", _("imported")
        STOPPED = "stopped", _("stopped")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    WORKING = (State.READING, State.CHECKING, State.WRITING, State.UNDOING)

    kind = models.CharField(max_length=20, default="customers", editable=False)
    filename = models.CharField(_("file"), max_length=255)
    sheet_name = models.CharField(_("sheet"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MAPPING)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    pool = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        related_name="+",
        verbose_name=_("pool for customers without an owner"),
    )
    policy = models.CharField(
        _("when the customer exists already"), max_length=10, choices=Policy, default=Policy.FILL
    )
    policy_by_phone = models.CharField(
        _("when only a phone number agrees"), max_length=10, choices=Policy, default=Policy.ASK
    )
    policy_by_key = models.CharField(
        _("when the key in the source system agrees"),
        max_length=10,
        choices=Policy,
        default=Policy.OVERWRITE,
    )
    overwrites_hands = models.BooleanField(
        _("overwrite what was edited by hand, too"), default=False
    )
    system = models.ForeignKey(
        "customers.SourceSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source system"),
    )
    upload = models.CharField(max_length=60, blank=True, editable=False)
    reading = models.JSONField(default=dict, editable=False)
    # The import whose refused rows these are, corrected.
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="continuations"
    )
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    checked_to = models.PositiveIntegerField(default=0)
    committed_to = models.PositiveIntegerField(default=0)
    undone_to = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows_a_second = models.FloatField(null=True, editable=False)
    moved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("customers:import", args=[self.pk])

    def counted(self, *verdicts) -> int:
        return sum(self.counts.get(verdict, 0) for verdict in verdicts)

    @property
    def targets_used(self) -> list[str]:
        """Where its columns and the values given for all rows go."""
        named = [entry["target"] for entry in self.mapping.get("columns", ())]
        return [*named, *self.mapping.get("defaults", ())]

    @property
    def is_sourced(self) -> bool:
        """Whether its rows may have keys of other systems."""
        return bool(self.system_id) or any(
            target.endswith("source_keys") for target in self.targets_used
        )

    def policy_for(self, agreement) -> str:
        """What becomes of a row whose customer is found by this `Agreement`."""
        own = {Agreement.SOURCE: self.policy_by_key, Agreement.PHONE: self.policy_by_phone}
        return own.get(agreement, self.policy)

    @property
    def good(self) -> int:
        """Rows that will be, or are, written."""
        return self.counted("new", "changed")

    @property
    def bad(self) -> int:
        return self.counted("refused")

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def expected(self) -> int:
        """How many rows the work in hand goes through; `done` is how many of them it has."""
        by_rows = (self.State.READING, self.State.CHECKING)
        return self.total if self.state in by_rows else self.good

    @property
    def remaining(self) -> int:
        """Good rows that are no customers yet."""
        return self.good - (self.done if self.state == self.State.STOPPED else 0)


def rows_import(related_name: str) -> models.ForeignKey:
    """The import of a row. Rows come by the hundred thousand, under their import's lock, and
    another index begins with it: to look it up for each would cost as much as the row."""
    return models.ForeignKey(
        SheetImport,
        models.CASCADE,
        related_name=related_name,
        db_constraint=False,
        db_index=False,
    )


class ImportRow(models.Model):
    """One row of the sheet, as typed; `number` is the one the user sees in their spreadsheet."""

    sheet_import = rows_import("rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="import_row_once")
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
