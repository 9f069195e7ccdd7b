"""Who wrote a record, who changed it last, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SIGNATURE = ["updated_at", "updated_by"]


def person(label, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=label,
        **options,
    )


class Signed(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = person(_("entered by"))
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    updated_by = person(_("changed by"))

    class Meta:
        abstract = True

    def sign(self, by):
        """Before every save somebody is answerable for."""
        if self._state.adding:
            self.created_by = by
        self.updated_by = by
