"""What other systems call the records of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import ExternalKey


class ActivityKey(ExternalKey):
    HOLDER = "activity"

    activity = models.ForeignKey("sales.Activity", models.CASCADE, related_name="source_keys")

    class Meta(ExternalKey.Meta):
        verbose_name = _("activity's key in another system")
        verbose_name_plural = _("activities' keys in other systems")


class OpportunityKey(ExternalKey):
    HOLDER = "opportunity"

    opportunity = models.ForeignKey("sales.Opportunity", models.CASCADE, related_name="source_keys")

    class Meta(ExternalKey.Meta):
        verbose_name = _("opportunity's key in another system")
        verbose_name_plural = _("opportunities' keys in other systems")


class OrderKey(ExternalKey):
    HOLDER = "order"

    order = models.ForeignKey("sales.Order", models.CASCADE, related_name="source_keys")

    class Meta(ExternalKey.Meta):
        verbose_name = _("order's key in another system")
        verbose_name_plural = _("orders' keys in other systems")
