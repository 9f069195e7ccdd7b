"""Versions of rules as rows, without the page."""

from django.utils import timezone

from customers.models import RuleVersion
from customers.rules.setting import drafted


def make_version(team=None, *, on=None, by=None, withdrawn_at=None, **sections) -> RuleVersion:
    """A saved version; `sections` by name."""
    version = drafted(team, sections, on or timezone.localdate())
    version.created_by, version.withdrawn_at = by, withdrawn_at
    version.save()
    return version
