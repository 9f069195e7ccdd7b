"""How a customer came to its owner; rules of release may treat them differently."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    OWN = "own", _("added")
    CLAIMED = "claimed", _("claimed")
    ASSIGNED = "assigned", _("assigned")
    IMPORTED = "imported", _("imported")
    HANDED_OVER = "handed_over", _("handed over")
