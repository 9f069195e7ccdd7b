"""Rules for tests: set for a team (None: the whole company), in force since long ago."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from customers.models import LedgerEntry, RuleVersion
from customers.rules.sections import as_json

LONG_AGO = date(2020, 1, 1)


def make_rules(team=None, effective_from=LONG_AGO, **sections):
    """A version; `sections` are dataclasses of `customers.rules.sections` by their key."""
    sections = {key: as_json(section) for key, section in sections.items()}
    return RuleVersion.objects.create(team=team, sections=sections, effective_from=effective_from)


def backdate(customer, *, days=0, **more):
    """Puts what the ledger says of a customer, and since when it is where it is, into the past."""
    past = timezone.now() - timedelta(days=days, **more)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhibi.erasing', 'on', true)")
        LedgerEntry.objects.filter(customer=customer).update(at=past)
        cursor.execute("SELECT set_config('zhibi.erasing', 'off', true)")
    since = "pooled_since" if customer.owner_id is None else "owned_since"
    setattr(customer, since, past)
    customer.save(update_fields=[since])
