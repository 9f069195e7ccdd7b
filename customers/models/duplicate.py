"""Pairs of customers that are probably one, as the last search found them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.merging.finding.seeing import PairQuerySet


class NameKey(models.Model):
    """What of a customer's name is compared: computed from `name`, and stale when that changed."""

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    core = models.CharField(max_length=200)
    sound = models.CharField(max_length=1200)


class DuplicatePair(models.Model):
    """Two customers, the older one first, and why they are likely one.

    A pool may mask numbers: then `is_whole` rows hold all reasons, `is_open` rows those that tell
    none of a masked field. Where no reason does, one row is both.
    """

    class Why(models.TextChoices):
        CODE = "code", _("same credit code")
        NAME = "name", _("same name but for the legal form")
        PHONE = "phone", _("same phone number")
        SOUND = "sound", _("sounds the same")
        LETTER = "letter", _("one character apart")

    class Strength(models.IntegerChoices):
        POSSIBLE = 1, _("possible")
        LIKELY = 2, _("likely")
        NEARLY = 3, _("nearly certain")

    a = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer")
    )
    b = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", verbose_name=_("and")
    )
    is_whole = models.BooleanField()
    is_open = models.BooleanField()
    reasons = ArrayField(models.CharField(max_length=6, choices=Why), verbose_name=_("why"))
    strength = models.PositiveSmallIntegerField(_("strength"), choices=Strength)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("probable duplicate")
        verbose_name_plural = _("probable duplicates")
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="pair_in_order"),
            models.UniqueConstraint(fields=["a", "b", "is_whole"], name="pair_once"),
        ]
        indexes = [
            models.Index(fields=["strength", "id"], name="pair_by_strength"),
            models.Index(fields=["found_at", "id"], name="pair_by_finding"),
        ]

    def __str__(self):
        return f"{self.a} · {self.b}"

    def get_absolute_url(self):
        return reverse("customers:merge_with", args=[self.a_id, self.b_id])

    def customer_of(self):
        return self.a
