"""Who changed a record, when, and what from: read from the snapshots that pghistory keeps.

An update event is the row as it was before the update, so each event pairs with the next newer
one, and the newest with the record itself. The actor is the `user` of the event's context.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.days import short_moment
from crm.people.models import User
from crm.words import listed

CHANGES_SHOWN = 50
BOOKKEEPING = {"id", "updated_at", "deleted_by"}


@dataclass(frozen=True)
class FieldChange:
    """One field: texts as a person reads them, empty when there was or is nothing. `name` is
    the model's, where it is one field of the model."""

    label: str
    old: str
    new: str
    name: str = ""


@dataclass(frozen=True)
class Step:
    """One update: the row `before` and `after` it, as objects with the tracked attributes."""

    at: datetime
    by: User | None
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What one person changed at once; `about` names the part, where there are several."""

    at: datetime
    by: User | None
    fields: list[FieldChange]
    about: str = ""


def steps(*records, limit: int = CHANGES_SHOWN) -> list[Step]:
    """The updates of tracked records of one model, newest first; none if it is not tracked."""
    if not records or not hasattr(records[0], "events"):
        return []
    updates = records[0].events.model.objects.filter(pgh_obj__in=records, pgh_label="update")
    events = list(updates.select_related("pgh_context").order_by("-pgh_id")[:limit])
    people = User.objects.in_bulk({id for event in events if (id := actor_id(event))})
    newer, found = {record.pk: record for record in records}, []
    for event in events:
        after = newer[event.pgh_obj_id]
        found.append(Step(event.pgh_created_at, people.get(actor_id(event)), event, after))
        newer[event.pgh_obj_id] = event
    return found


def actor_id(event) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def changes(*records, differences=None, about=None, limit=CHANGES_SHOWN) -> Iterator[Change]:
    """The updates of records of one model, newest first, field by field.

    `differences(before, after)` gives the field changes of a step, for a model with fields that
    need more than their text; `about(after)` names the part that changed.
    """
    differences = differences or partial(field_changes, records and type(records[0]))
    for step in steps(*records, limit=limit):
        if fields := list(differences(step.before, step.after)):
            yield Change(step.at, step.by, fields, about(step.after) if about else "")


def field_changes(model, before, after, skip=()) -> Iterator[FieldChange]:
    tracked = {field.name for field in model.events.rel.related_model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.name not in tracked or field.name in BOOKKEEPING or field.name in skip:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            texts = shown(field, old), shown(field, new)
            yield FieldChange(capfirst(field.verbose_name), *texts, field.name)


def shown(field: Field, value) -> str:
    """The value of a model field as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return listed(shown(field.base_field, part) for part in value)
    if isinstance(value, datetime):
        return short_moment(value)
    if isinstance(field, ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))
