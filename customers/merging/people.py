"""Contacts of two merged customers that are one person: theirs goes into ours, and comes back when
the merge is undone. Rooms register what hangs on a contact; a test walks the foreign keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.naming import fold
from crm.refusals import Refused
from customers.models import Contact

CONTACT = Contact._meta.label
FILLED = ("title", "mobile", "phone", "email", "wechat", "remarks")
CONTRADICTING = ("mobile", "email", "wechat")


# --- what hangs on a contact -------------------------------------------------------------------


@dataclass(frozen=True)
class OfPerson:
    """Rows of `model` ("sales.Activity") that hang on a contact by `field`. Where a contact has
    one row only, theirs stays, and what is empty in ours is filled from it: `fills`."""

    model: str
    field: str = "contact"
    fills: tuple[str, ...] = ()

    @property
    def rows(self) -> QuerySet:
        return apps.get_model(self.model)._base_manager.order_by("pk")

    def at(self, contact_id: int) -> QuerySet:
        return self.rows.filter(**{self.field: contact_id})


_of_person: list[OfPerson] = []


def register_of_person(*rows: OfPerson):
    _of_person.extend(rows)


def all_of_person() -> list[OfPerson]:
    return _of_person


register_of_person(OfPerson("customers.ContactKey"))
# What an import made of its row stays as it was told.
STAYING = {"customers.RowCheck.contact"}


# --- who may be one ----------------------------------------------------------------------------


def are_one(theirs: Contact, ours: Contact) -> bool:
    """Of one mobile number, or of one name with nothing that contradicts."""
    if is_sure(theirs, ours):
        return True
    pairs = [(getattr(theirs, name), getattr(ours, name)) for name in CONTRADICTING]
    contradicts = any(one and other and one != other for one, other in pairs)
    return fold(theirs.name) == fold(ours.name) and not contradicts


def is_sure(theirs: Contact, ours: Contact) -> bool:
    return bool(ours.mobile) and theirs.mobile == ours.mobile


# --- uniting and parting -----------------------------------------------------------------------


def unite_all(pairs: Iterable[tuple[int, int]], survivor, gone, by) -> list[dict]:
    """(theirs, ours) each, before anything moved. Raises Refused where one is not there any more."""
    pairs = list(dict(pairs).items())
    ids = {pk for pair in pairs for pk in pair}
    living = Contact.objects.filter(pk__in=ids, deleted_at__isnull=True).order_by("pk")
    people = {contact.pk: contact for contact in living.select_for_update(no_key=True)}
    at = {pk: contact.customer_id for pk, contact in people.items()}
    if any((at.get(theirs), at.get(ours)) != (gone.pk, survivor.pk) for theirs, ours in pairs):
        raise Refused(
            _("A contact was changed while you looked at it."),
            _("Nothing is merged. Look at both again and choose."),
            rule="edited",
        )
    return [unite(people[theirs], people[ours], by) for theirs, ours in pairs]


def unite(theirs: Contact, ours: Contact, by) -> dict:
    """What undoing needs: the rows that went over, and [model, id, {field: [before, after]}] of
    what was filled."""
    memory: dict[str, Any] = {"theirs": theirs.pk, "ours": ours.pk, "rows": {}, "filled": []}
    for each in all_of_person():
        if filled := filled_instead(each, theirs, ours):
            memory["filled"].append(filled)
            continue
        memory["rows"][each.model] = list(each.at(theirs.pk).values_list("pk", flat=True))
        each.at(theirs.pk).update(**{each.field: ours.pk})
    theirs.deleted_at, theirs.deleted_by = timezone.now(), by
    theirs.save(update_fields=["deleted_at", "deleted_by"])
    memory["at"] = theirs.deleted_at.isoformat()
    names = FILLED if has_primary(ours.customer_id) else (*FILLED, "is_primary")
    memory["filled"].append([CONTACT, ours.pk, fill(ours, theirs, names)])
    return memory


def has_primary(customer_id: int) -> bool:
    living = Contact.objects.filter(customer=customer_id, deleted_at__isnull=True)
    return living.filter(is_primary=True).exists()


def filled_instead(each: OfPerson, theirs: Contact, ours: Contact) -> list | None:
    """Where both have the one row there may be."""
    mine, other = (each.at(pk).first() if each.fills else None for pk in (ours.pk, theirs.pk))
    if mine is None or other is None:
        return None
    return [each.model, mine.pk, fill(mine, other, each.fills)]


def fill(mine, other, names: Iterable[str]) -> dict[str, list]:
    changes = {n: [getattr(mine, n), getattr(other, n)] for n in names if not getattr(mine, n)}
    changes = {name: pair for name, pair in changes.items() if pair[1]}
    if hasattr(mine, "own") and (own := {**other.own, **mine.own}) != mine.own:
        changes["own"] = [mine.own, own]
    written(mine, {name: after for name, (_before, after) in changes.items()})
    return changes


def written(row, values: dict):
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


def part(memory: dict):
    """Takes back what `unite` did, as far as it still stands."""
    for model, pk, changes in memory["filled"]:
        row = apps.get_model(model)._base_manager.filter(pk=pk).first()
        kept = {n: pair for n, pair in changes.items() if row and getattr(row, n) == pair[1]}
        written(row, {name: before for name, (before, _after) in kept.items()})
    for each in all_of_person():
        here = each.at(memory["ours"]).filter(pk__in=memory["rows"].get(each.model, ()))
        here.update(**{each.field: memory["theirs"]})
    Contact.objects.filter(pk=memory["theirs"]).update(deleted_at=None, deleted_by=None)


def is_still_apart(memory: dict) -> bool:
    """Whether theirs lies where it was put aside."""
    found = Contact.objects.filter(pk=memory["theirs"], deleted_at=memory["at"])
    return found.exists()
