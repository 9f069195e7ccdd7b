"""A batch: what was done to many customers in one go, so that the ledger can name it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One bulk verb, hand-over or night of release; its entries in the ledger carry it."""

    class Kind(models.TextChoices):
        VERB = "verb", _("bulk action")
        HANDOVER = "handover", _("hand-over")
        NIGHT = "night", _("night of release")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index(fields=["by", "-started_at"], name="batch_by_actor")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
