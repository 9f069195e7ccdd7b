"""The fact 情报: one thing known about a person, with its source, date and confidence.

Facts are need-to-know: `intel.confidants` says who reads them. Their topics are work topics
only. Family, food and other personal ones are off by design, until an administrator can switch
them on and state the purpose.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.record_urls import record_url
from crm.trash import Deletable
from customers.visibility import CustomerChild, CustomerChildQuerySet
from intel.confidants import confiding_customers
from sales.days import plausible


class FactQuerySet(CustomerChildQuerySet):
    def confided_to(self, user):
        """Facts about living contacts that `user` may read, the deleted ones too."""
        customers = confiding_customers(user)
        known = self.filter(contact__customer__in=customers.values("pk"))
        return known.filter(contact__deleted_at__isnull=True)

    def visible_to(self, user):
        return self.confided_to(user).filter(deleted_at__isnull=True)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Fact(CustomerChild, Deletable):
    customer_path = "contact__customer"

    class Topic(models.TextChoices):
        CAREER = "career", _("career")
        RESPONSIBILITY = "responsibility", _("responsibility")
        GOAL = "goal", _("goals at work")
        OPINION = "opinion", _("opinion of us")
        RIVAL = "rival", _("ties to a rival")
        RELATION = "relation", _("relations inside")
        HABIT = "habit", _("way of working")
        OTHER = "other", _("other")

    class Confidence(models.TextChoices):
        CERTAIN = "certain", _("certain")
        LIKELY = "likely", _("likely")
        RUMOUR = "rumour", _("rumour")

    TONES: dict[str, str] = {Confidence.CERTAIN: "jade", Confidence.RUMOUR: "amber"}

    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, related_name="facts", verbose_name=_("contact")
    )
    topic = models.CharField(_("topic"), max_length=16, choices=Topic.choices)
    text = models.TextField(_("what is known"), max_length=2_000)
    source = models.CharField(_("source"), max_length=120)
    learned_on = models.DateField(
        _("learned on"), default=timezone.localdate, validators=[plausible]
    )
    confidence = models.CharField(
        _("confidence"), max_length=8, choices=Confidence.choices, default=Confidence.LIKELY
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [models.Index(fields=["contact", "-learned_on"], name="fact_by_contact")]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return record_url("intel:dossier", self.contact_id)

    @property
    def tone(self) -> str:
        return self.TONES.get(self.confidence, "")
