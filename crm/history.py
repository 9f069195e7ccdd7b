"""Who changed a record, when, and what from: read from the snapshots that pghistory keeps.

An update event is the row as it was before the update, so each event pairs with the next newer
one, and the newest with the record itself. The actor is the `user` of the event's context.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.people.models import User

CHANGES_SHOWN = 50
BOOKKEEPING = {"id", "updated_at", "deleted_by"}


@dataclass(frozen=True)
class FieldChange:
    """One field: texts as a person reads them, empty when there was or is nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Step:
    """One update: the row `before` and `after` it, as objects with the tracked attributes."""

    at: datetime
    by: User | None
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    at: datetime
    by: User | None
    fields: list[FieldChange]


def steps(record, limit: int = CHANGES_SHOWN) -> list[Step]:
    """The updates of a tracked record, newest first; none for a model that is not tracked."""
    if not hasattr(record, "events"):
        return []
    updates = record.events.filter(pgh_label="update").select_related("pgh_context")
    events = list(updates.order_by("-pgh_id")[:limit])
    people = User.objects.in_bulk({id for event in events if (id := actor_id(event))})
    return [
        Step(event.pgh_created_at, people.get(actor_id(event)), event, after)
        for event, after in zip(events, [record, *events], strict=False)
    ]


def actor_id(event) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def changes(record, differences=None, limit: int = CHANGES_SHOWN) -> Iterator[Change]:
    """The record's updates, newest first, field by field.

    `differences(before, after)` gives the field changes of a step; a model with fields that
    need more than their text brings its own.
    """
    differences = differences or (lambda before, after: field_changes(record, before, after))
    for step in steps(record, limit):
        if fields := list(differences(step.before, step.after)):
            yield Change(step.at, step.by, fields)


def field_changes(record, before, after, skip=()) -> Iterator[FieldChange]:
    tracked = {field.name for field in record.events.model._meta.concrete_fields}
    for field in record._meta.concrete_fields:
        if field.name not in tracked or field.name in BOOKKEEPING or field.name in skip:
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            yield FieldChange(capfirst(field.verbose_name), shown(field, old), shown(field, new))


def shown(field: Field, value) -> str:
    """The value of a model field as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))
