"""Competitors, and what of theirs a customer uses."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from crm.matching import Matchable, MatchableQuerySet
from crm.record_urls import record_url
from crm.trash import Deletable
from customers.visibility import CustomerChild
from sales.days import plausible

DISSATISFIED = 2
"""From here down they would rather leave."""


class CompetitorQuerySet(MatchableQuerySet):
    def named(self, name: str):
        """The one of this name, whatever its case; a new one if there is none."""
        same = self.filter(Exact(Lower("name"), Lower(Value(name))))
        if found := same.first():
            return found
        try:
            with transaction.atomic():
                return self.create(name=name)
        except IntegrityError:
            # Somebody else was quicker by a moment.
            return same.get()


class Competitor(Matchable):
    """A rival, the same one at every customer."""

    name = models.CharField(_("name"), max_length=120)

    objects = CompetitorQuerySet.as_manager()

    class Meta:
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")
        constraints = [models.UniqueConstraint(Lower("name"), name="competitor_once")]

    def __str__(self):
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["updated_at"]
)
class RivalProduct(CustomerChild, Deletable):
    """A rival's product in use at a customer, and how content they are with it, 1 to 5."""

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="rival_products",
        verbose_name=_("customer"),
    )
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, related_name="products", verbose_name=_("competitor")
    )
    product = models.CharField(_("product"), max_length=120)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    contract_ends = models.DateField(
        _("contract ends"), null=True, blank=True, validators=[plausible]
    )
    representative = models.CharField(_("their representative"), max_length=80, blank=True)
    remarks = models.TextField(_("remarks"), max_length=2_000, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("rival product")
        verbose_name_plural = _("rival products")
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
                name="satisfaction_from_1_to_5",
            )
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="rival_by_change")]

    def __str__(self):
        return f"{self.competitor} · {self.product}"

    def get_absolute_url(self):
        return record_url("intel:rival", self.pk)

    @property
    def dissatisfies(self) -> bool:
        return self.satisfaction is not None and self.satisfaction <= DISSATISFIED
