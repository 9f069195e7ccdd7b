"""What a sheet's columns were last time, by their headings."""

from django.conf import settings
from django.db import models


class KnownHeader(models.Model):
    """How the columns under these headings were matched last."""

    signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now=True)
