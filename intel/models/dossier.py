"""The dossier: where a contact stands in the decisions of their organisation (design, section 8)."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.record_urls import record_url
from customers.visibility import CustomerChild, CustomerChildQuerySet


class Level(models.TextChoices):
    DECIDING = "deciding", gettext_lazy("deciding")
    MANAGING = "managing", gettext_lazy("managing")
    OPERATING = "operating", gettext_lazy("operating")


class Function(models.TextChoices):
    USING = "using", gettext_lazy("using")
    TECHNICAL = "technical", gettext_lazy("technical")
    PURCHASING = "purchasing", gettext_lazy("purchasing and finance")


class Role(models.TextChoices):
    INITIATOR = "initiator", gettext_lazy("initiator")
    DECIDER = "decider", gettext_lazy("decider")
    USER = "user", pgettext_lazy("role", "user")
    DESIGNER = "designer", gettext_lazy("designer")
    EVALUATOR = "evaluator", gettext_lazy("evaluator")
    INFLUENCER = "influencer", gettext_lazy("influencer")


class Stance(models.TextChoices):
    FOR = "for", gettext_lazy("for us")
    NEUTRAL = "neutral", gettext_lazy("neutral")
    AGAINST = "against", gettext_lazy("for a rival")


TONES: dict[str, str] = {Stance.FOR: "jade", Stance.AGAINST: "seal"}


class DossierQuerySet(CustomerChildQuerySet):
    def living(self):
        """A deleted contact takes the dossier along, and brings it back."""
        return super().living().filter(contact__deleted_at__isnull=True)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Dossier(CustomerChild):
    """Level, function, roles and stance of one contact; empty where nothing is known yet."""

    customer_path = "contact__customer"

    contact = models.OneToOneField(
        "customers.Contact",
        models.PROTECT,
        related_name="dossier",
        verbose_name=gettext_lazy("contact"),
    )
    department = models.ForeignKey(
        "intel.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=gettext_lazy("department"),
    )
    level = models.CharField(
        gettext_lazy("level"), max_length=10, blank=True, choices=Level.choices
    )
    function = models.CharField(
        gettext_lazy("function"), max_length=12, blank=True, choices=Function.choices
    )
    roles = ArrayField(
        models.CharField(max_length=12, choices=Role.choices),
        verbose_name=gettext_lazy("roles"),
        default=list,
        blank=True,
    )
    stance = models.CharField(
        gettext_lazy("stance"), max_length=8, blank=True, choices=Stance.choices
    )
    is_coach = models.BooleanField(gettext_lazy("coach"), default=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("dossier")
        verbose_name_plural = gettext_lazy("dossiers")

    def __str__(self):
        return str(self.contact)

    def get_absolute_url(self):
        return record_url("intel:dossier", self.contact_id)

    @classmethod
    def of(cls, contact):
        """The contact's dossier, or a blank one: it is stored on its first use."""
        return getattr(contact, "dossier", None) or cls(contact=contact)

    @property
    def is_placed(self) -> bool:
        """Whether there is a place on the map for them."""
        return bool(self.level and self.function)

    @property
    def living_department(self):
        return self.department if self.department and not self.department.deleted_at else None

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.roles]

    @property
    def tone(self) -> str:
        return TONES.get(self.stance, "")

    def clean(self):
        if self.department and self.department.customer_id != self.contact.customer_id:
            raise ValidationError({"department": _("This department belongs to another customer.")})
