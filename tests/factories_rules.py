"""Rules in force since long ago, hand-overs, and a past to bind them."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from customers.models import Batch, BatchRow, BulkRun, HandOver, LedgerEntry, RuleVersion
from customers.rules.sections import as_json
from tests.factories import make_customer, make_team, make_user

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


def make_bulk_run(customer=None, by=None):
    """A bulk action on one customer, done."""
    batch = Batch.objects.create(kind=Batch.Kind.VERB, by=by or make_user(is_admin=True))
    customer = customer or make_customer()
    batch.rows.create(customer=customer, name=customer.name, position=1, state="done")
    return BulkRun.objects.create(batch=batch, verb="protect", state="done", total=1)


def make_handover(leaver=None, to=None, by=None):
    """A planned hand-over of what `leaver` holds to one other person of their team."""
    team = leaver.team if leaver else make_team()
    leaver = leaver or make_customer(owner=make_user(team=team)).owner
    to = to or make_user(team=team)
    batch = Batch.objects.create(kind=Batch.Kind.HANDOVER, by=by or make_user(is_admin=True))
    arguments = {"way": "load", "people": [to.pk], "left_out": []}
    handover = HandOver.objects.create(batch=batch, leaver=leaver, arguments=arguments)
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, customer=customer, name=customer.name, position=position, to=to)
        for position, customer in enumerate(leaver.customers.all())
    )
    return handover
