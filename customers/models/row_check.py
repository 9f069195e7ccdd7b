"""What the check of an import says of every row, and the keys by which rows repeat each other."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.sentences import reasons
from customers.models.imports import Policy, rows_import


class RowCheck(models.Model):
    """What a row would do, written by the check and read by the commit.

    `customer` is the one it creates (its id is reserved, so nothing holds the database to it) or
    changes; `version` what that had when it was compared, counting the rows above that change it
    too. `values` are columns of the database: {"customer": …, "contact": …, "new_contact": …}.
    `changes` are [target, old, new], `problems` [column of the sheet or null, Sentence],
    `matches` [customer's id, row that it comes from or null, agreement]. `decision` is an
    administrator's, and outlives a new check of the row. `why_kept` is a Sentence.
    """

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("row of a sheet", "new")
        CHANGED = "changed", pgettext_lazy("row of a sheet", "changed")
        SAME = "same", pgettext_lazy("row of a sheet", "no difference")
        ASKED = "asked", pgettext_lazy("row of a sheet", "to be decided")
        SKIPPED = "skipped", pgettext_lazy("row of a sheet", "left out")
        REFUSED = "refused", pgettext_lazy("row of a sheet", "refused")

    class Undone(models.TextChoices):
        BACK = "back", _("put back")
        KEPT = "kept", _("kept, because it was edited since")
        FAILED = "failed", _("could not be put back")

    WRITTEN = (Verdict.NEW, Verdict.CHANGED)

    sheet_import = rows_import("checks")
    number = models.PositiveIntegerField(pgettext_lazy("of a sheet", "row"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    customer = models.ForeignKey(
        "customers.Customer",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("customer"),
    )
    contact = models.ForeignKey(
        "customers.Contact", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    # Of a sheet of records that belong to customers: the one that is created or changed.
    record_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(_("changes"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    matches = models.JSONField(_("exists already"), default=list)
    decision = models.CharField(_("decision"), max_length=10, blank=True, choices=Policy)
    undone = models.CharField(_("undone"), max_length=8, blank=True, choices=Undone)
    why_kept = models.JSONField(_("why"), default=dict, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="row_check_once")
        ]
        indexes = [
            models.Index(fields=["sheet_import", "verdict", "number"], name="checks_by_verdict"),
            models.Index(fields=["sheet_import", "customer", "number"], name="checks_by_customer"),
            models.Index(
                fields=["sheet_import", "record_id", "number"],
                condition=models.Q(record_id__isnull=False),
                name="checks_by_record",
            ),
        ]

    def __str__(self):
        return self.name or str(self.number)

    def get_absolute_url(self):
        return reverse("customers:import_row", args=[self.sheet_import_id, self.number])

    @property
    def reasons(self) -> list[tuple[int | None, str]]:
        """What is wrong with it, in the reader's language."""
        return reasons(self.problems)


class RowKey(models.Model):
    """A key (`customers.recognising`) of a row that is checked, by which a later one finds it.

    `customer_id` is what it means: of a sheet of other records the record's own id.
    """

    sheet_import = rows_import("keys")
    key = models.TextField()
    number = models.PositiveIntegerField()
    customer_id = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["sheet_import", "key"], name="row_keys")]

    def __str__(self):
        return self.key
