"""The ledger: an append-only record of who held a customer, since when, and why."""

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.record_urls import record_url
from customers.visibility import READERS, CustomerChild

SELDOM = ("from_owner", "from_pool", "receiver_user", "receiver_team", "rules", "batch")
"""What most entries leave empty."""


def filled(name: str) -> models.Index:
    """Of a reference that most entries leave empty: these have no place in it."""
    return models.Index(
        fields=[name],
        condition=models.Q(**{f"{name}__isnull": False}),
        name=f"ledger_with_{name}",
    )


class LedgerEntry(CustomerChild):
    """One claim, assignment, share, protection or release. Never changed, never deleted."""

    customer_array = READERS

    class Verb(models.TextChoices):
        CREATED = "created", pgettext_lazy("ledger", "created")
        CLAIMED = "claimed", _("claimed")
        ASSIGNED = "assigned", _("assigned")
        SHARED = "shared", _("shared")
        UNSHARED = "unshared", _("share ended")
        PROTECTED = "protected", _("protected")
        UNPROTECTED = "unprotected", _("protection ended")
        RELEASED = "released", _("released")
        DELETED = "deleted", _("deleted")
        RESTORED = "restored", _("restored")
        HANDED_OVER = "handed_over", _("handed over")
        TAKEN_BACK = "taken_back", _("hand-over undone")
        WHITELISTED = "whitelisted", _("never to be released")
        UNLISTED = "unlisted", _("open to release again")
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("request granted")
        DECLINED = "declined", _("request declined")
        FROZEN = "frozen", _("frozen by a dispute")
        RULED = "ruled", _("dispute ruled")
        MERGED = "merged", _("merged with another")
        MERGED_INTO = "merged_into", _("merged into another")
        UNMERGED = "unmerged", _("merge undone")

    # The indexes below begin with it, as with `by`.
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="ledger", db_index=False
    )
    verb = models.CharField(_("what"), max_length=12, choices=Verb.choices)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        db_index=False,
    )
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    from_pool = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_pool = models.ForeignKey("crm.Team", models.PROTECT, null=True, related_name="+")
    receiver_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    receiver_team = models.ForeignKey(
        "crm.Team", models.PROTECT, null=True, related_name="+", db_index=False
    )
    until = models.DateTimeField(_("until"), null=True)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    rules = models.ForeignKey(
        "customers.RuleVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    batch = models.ForeignKey(
        "customers.Batch", models.PROTECT, null=True, related_name="entries", db_index=False
    )
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        indexes = [
            *map(filled, SELDOM),
            models.Index(fields=["customer", "-at"], name="ledger_by_customer"),
            models.Index(fields=["by", "-at"], name="ledger_by_actor"),
            models.Index(
                fields=["customer", "from_owner", "-at"],
                condition=models.Q(from_owner__isnull=False, to_owner__isnull=True),
                name="ledger_of_losses",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                # The erase function of a person's right sets this flag for its transaction.
                func="""
                    IF current_setting('zhibi.erasing', true) = 'on' THEN
                        RETURN COALESCE(NEW, OLD);
                    END IF;
                    RAISE EXCEPTION 'the ledger is append-only';
                """,
            ),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                # Tests empty every table between them, and say so on their connection.
                func="""
                    IF current_setting('zhibi.emptying', true) = 'on' THEN
                        RETURN NULL;
                    END IF;
                    RAISE EXCEPTION 'the ledger is append-only';
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        """An entry is read on its customer's page."""
        return record_url("customers:detail", self.customer_id)

    @property
    def receiver(self):
        return self.receiver_user or self.receiver_team
