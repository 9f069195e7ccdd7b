"""Deleting with undo: a record is put aside, not destroyed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Deletable(models.Model):
    """A record that leaves every list when deleted and comes back when restored."""

    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("deleted by"),
    )

    class Meta:
        abstract = True

    def put_aside(self, *, by):
        self._mark_deleted(timezone.now(), by)

    def restore(self):
        self._mark_deleted(None, None)

    def _mark_deleted(self, at, by):
        self.deleted_at, self.deleted_by = at, by
        self.save(update_fields=["deleted_at", "deleted_by"])
