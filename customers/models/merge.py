"""A merge: two customers were one, and one record goes on."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Merge(models.Model):
    """`gone` went into `survivor`, which keeps its address.

    `memory` is what undoing needs: `fields` {name: [before, after]} of the survivor, `hands` the
    same of who holds it, `rows` {model: [ids that moved]}, `ways` {model: what made way} and
    `people` what `merging.people.unite` did with contacts that are one.
    `outcome` is what undoing it came to, as `merging.undoing` says it.
    """

    survivor = models.ForeignKey("customers.Customer", models.PROTECT, related_name="merges")
    gone = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    undo_until = models.DateTimeField(_("can be undone until"))
    memory = models.JSONField(default=dict)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=list)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]

    def __str__(self):
        return _("%(gone)s into %(survivor)s") % {"gone": self.gone, "survivor": self.survivor}

    def get_absolute_url(self):
        return reverse("customers:merged", args=[self.pk])

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    @property
    def can_be_undone(self) -> bool:
        return not self.is_undone and timezone.now() < self.undo_until
