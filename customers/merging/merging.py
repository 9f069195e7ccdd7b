"""The verb: one customer goes into another, in one transaction.

Both are locked in the order of their ids, rights and versions are asked again inside the lock, the
fields are written as chosen, everything attached moves along, and the one that goes is put aside
with the survivor's name on it. Each has its entry in the ledger.
"""

from contextlib import contextmanager
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.refusals import Refused
from customers.merging import hands, people
from customers.merging.belongings import all_moving, settle
from customers.merging.fields import Fields
from customers.models import Customer, LedgerEntry, Merge

Verb = LedgerEntry.Verb
STAMPS = ["version", "updated_at", "updated_by"]


def merge(
    survivor, gone, *, by, choices=None, takes_hands=False, same_people=(), seen=None
) -> Merge:
    """`choices` {field: "survivor", "gone" or "both"}; `takes_hands`: who holds `gone` holds the
    survivor from now on; `same_people`: (a contact of `gone`, the survivor's that it goes into),
    by ids; `seen`: the versions of both that were looked at, in this order.

    Raises Refused, or NotAllowed where one of them is not `by`'s to decide about.
    """
    with both_locked(survivor, gone, by) as (survivor, gone):
        refuse_unless_mergeable(survivor, gone, by)
        _refuse_if_edited(survivor, gone, seen)
        merged = Merge(survivor=survivor, gone=gone, by=by)
        merged.undo_until = timezone.now() + timedelta(days=settings.MERGE_UNDO_DAYS)
        merged.save()
        with (
            entry(survivor, Verb.MERGED, gone, by) as told,
            entry(gone, Verb.MERGED_INTO, survivor, by),
        ):
            merged.memory = {"hands": hands.unite(survivor, gone, takes_hands, by)}
            merged.memory |= {"fields": write_fields(survivor, gone, choices or {}, by)}
            merged.memory |= {"people": people.unite_all(same_people, survivor, gone, by)}
            merged.memory |= _move_everything(gone, survivor)
            told.details["merge"] = merged.pk
            gone.deleted_at, gone.deleted_by, gone.merged_into = timezone.now(), by, survivor
        merged.save(update_fields=["memory"])
        settle([survivor.pk, gone.pk])
    return merged


@contextmanager
def both_locked(survivor, gone, by):
    """Both as they are now, locked in the order of their ids."""
    ids = [survivor.pk, gone.pk]
    with transaction.atomic(), pghistory.context(user=by.pk):
        rows = Customer.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        found = {customer.pk: customer for customer in rows}
        yield found[survivor.pk], found[gone.pk]


@contextmanager
def entry(customer, verb, other, by, deleted=False):
    """The frame of one of both: its entry in the ledger names the other."""
    with customer._changing_hands(verb, by=by, deleted=deleted) as entry:
        entry.details |= {"other": other.pk, "name": other.name}
        yield entry


def write_fields(survivor, gone, choices, by) -> dict[str, list]:
    fields = Fields(survivor, gone)
    changes = fields.chosen(choices)
    stamped(survivor, fields.write(survivor, {n: new for n, (_old, new) in changes.items()}), by)
    return changes


def stamped(customer, fields: set[str], by):
    """Saves an edit, whoever looked at the row before is to be told of it."""
    customer.version, customer.updated_by = customer.version + 1, by
    customer.save(update_fields={*fields, *STAMPS})


def _move_everything(gone, survivor) -> dict:
    rows: dict[str, list[int]] = {}
    ways: dict[str, list] = {}
    for belongings in all_moving():
        moving = belongings.moving(gone, survivor)
        if ids := list(moving.values_list("pk", flat=True)):
            rows[belongings.model] = ids
            ways[belongings.model] = belongings.make_way(moving, survivor)
            belongings.move(ids, survivor.pk)
    return {"rows": rows, "ways": {model: way for model, way in ways.items() if way}}


# --- refusals ----------------------------------------------------------------------------------


def refuse_unless_mergeable(survivor, gone, by):
    """Whatever keeps `by` from merging these two."""
    if survivor.pk == gone.pk:
        raise Refused(_("That is the same customer."), _("Choose another one to merge with."))
    for customer in (gone, survivor):
        customer.refuse_if_merged()
        customer._refuse_if_deleted(expected=False)
        customer.refuse_unless_merged_by(by)
        customer.refuse_if_frozen()


def _refuse_if_edited(survivor, gone, seen):
    now = (survivor.version, gone.version)
    if seen is None or tuple(seen) == now:
        return
    edited = survivor if seen[0] != now[0] else gone
    raise Refused(
        _("%(customer)s was edited while you looked at it.") % {"customer": edited},
        _("Nothing is merged. Look at both again and choose."),
        rule="edited",
    )
