"""A reveal: somebody had a pooled customer shown whole, for the rest of one day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RevealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To administrators all of them, to managers their people's, to others their own."""
        if user.reads_all:
            return self
        return self.filter(person__in=user.principals if user.is_manager else [user.pk])

    def today_of(self, person):
        return self.filter(person=person, on=timezone.localdate())


class Reveal(models.Model):
    """Kept for ever, for whoever has to know who looked at what; `on` is the day of the reader's
    calendar for which it holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reveals", verbose_name=_("who")
    )
    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="reveals",
        verbose_name=_("customer"),
    )
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = RevealQuerySet.as_manager()

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        constraints = [
            models.UniqueConstraint(fields=["person", "on", "customer"], name="one_reveal_a_day")
        ]
        indexes = [models.Index(fields=["at", "id"], name="reveal_by_time")]

    def __str__(self):
        return f"{self.person} · {self.on}"
