"""Versions of the rules of ownership: one row each time an admin sets a team's."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = """
    IF OLD.withdrawn_at IS NULL AND TG_OP = 'UPDATE' AND OLD.effective_from > CURRENT_DATE
        AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'versions of rules are append-only';
"""
"""The one change a version bears: being withdrawn before it takes effect."""


class RuleVersionQuerySet(models.QuerySet):
    def effective(self, on=None):
        """The versions in force on a day, one a team at most (None: the whole company)."""
        day = on or timezone.localdate()
        live = self.filter(effective_from__lte=day, withdrawn_at=None)
        return live.order_by("team", "-effective_from", "-pk").distinct("team")

    def coming(self):
        """What is set already but not yet in force."""
        later = Q(effective_from__gt=timezone.localdate(), withdrawn_at=None)
        return self.filter(later).order_by("effective_from", "pk")


class RuleVersion(models.Model):
    """What a team's rules are from a day on; `team` None is the whole company.

    `sections` holds only what the team sets itself; the others come from the team above. The
    primary key is the version's number.
    """

    class Preset(models.TextChoices):
        LOOSE = "loose", _("loose")
        STANDARD = "standard", _("standard")
        STRICT = "strict", _("strict")

    team = models.ForeignKey(
        "crm.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_versions",
        verbose_name=_("team"),
    )
    preset = models.CharField(_("preset"), max_length=10, choices=Preset.choices, blank=True)
    sections = models.JSONField(default=dict)
    effective_from = models.DateField(_("in force from"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("set"), default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        indexes = [models.Index(fields=["team", "-effective_from", "-id"], name="rules_by_team")]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=APPEND_ONLY,
            )
        ]

    def __str__(self):
        return _("rules no. %(number)s") % {"number": self.pk}
