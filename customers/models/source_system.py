"""Another system that customers come from: an ERP, an older CRM, a web shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models.axes import Archivable


class SourceSystemQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(archived_at__isnull=True)


class SourceSystem(Archivable):
    """`rank` is its place among the systems: of two that differ, the one further up is believed."""

    name = models.CharField(pgettext_lazy("system", "name"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    objects = SourceSystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("source system")
        verbose_name_plural = _("source systems")
        ordering = ["rank", "id"]

    def __str__(self):
        return self.name


class FieldRank(models.Model):
    """The place of a system in a field's own order; `target` is the field's name in an import.

    Fields without any follow the general order, and so do systems a field's order leaves out.
    """

    target = models.CharField(max_length=80)
    system = models.ForeignKey(SourceSystem, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["target", "rank", "id"]
        constraints = [models.UniqueConstraint(fields=["target", "system"], name="field_rank_once")]

    def __str__(self):
        return f"{self.target}: {self.system_id}"
