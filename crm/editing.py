"""Saving over a row that somebody else may have saved meanwhile: a three-way merge by field.

The form carries what its user saw (`seen`). On saving, the row is locked and three values are
compared: seen, mine, theirs. What only I changed is written, what only they changed stays; a
field that both changed is disputed: nothing is saved, the form comes back with my text, theirs
beside it, and a choice. The next save decides knowingly, or is disputed again if the row moved
once more.

    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.settle(by=request.user): …

A template that places the fields itself must place `{{ form.seen }}` too: without it every
difference is disputed.
"""

import json
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pghistory
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm import history
from crm.refusals import Refused
from crm.rights import refuse_unless_changeable

MINE, THEIRS = "mine", "theirs"
SEEN = "seen"
STAMPS = {"version", "updated_at", "updated_by"}


@dataclass(frozen=True)
class Dispute:
    """What stands in the row instead of mine, since when, by whom; `choice` is what I chose."""

    value: str
    at: datetime | None = None
    by: object = None
    choice: str = ""


@dataclass(frozen=True)
class Written:
    """What a save replaced by what, both as the model and the form have them."""

    old: object
    new: object


class ThreeWayForm(forms.ModelForm):
    """A ModelForm for existing rows that never overwrites somebody's newer change unseen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance=None, only: Collection[str] | None = None, **kwargs):
        """`only` names the fields that `of_fields` will keep: a form whose other fields cost
        queries need not make them."""
        self.only = only
        # Validation writes into its instance; the page's own record must stay as it is.
        super().__init__(*args, instance=copy(instance) if instance else None, **kwargs)
        self.disputes: dict[str, Dispute] = {}
        self.written: dict[str, Written] = {}

    @classmethod
    def of_fields(cls, names: Collection[str], *args, **kwargs):
        """The form with those of its fields only: for a cell, or some cells of a row."""
        form = cls(*args, only=set(names), **kwargs)
        for name in form.fields.keys() - {*names, SEEN}:
            del form.fields[name]
        return form

    def wants(self, name) -> bool:
        return self.only is None or name in self.only

    def get_initial_for_field(self, field, field_name):
        if field_name != SEEN:
            return super().get_initial_for_field(field, field_name)
        if self.instance._state.adding:
            return ""
        return packed(self._values_of(self.instance))

    # --- for forms with fields that are no model fields ----------------------------------

    def read(self, row, name):
        """The value of form field `name` in `row`, which may be a snapshot from history."""
        return self._meta.model._meta.get_field(name).value_from_object(row)

    def write(self, row, name, value) -> str:
        """Puts the value into the row; the name of the model field to save."""
        setattr(row, name, value)
        return name

    def show(self, name, value) -> str:
        """A value as the user reads it beside the field."""
        field = self.fields[name]
        if hasattr(field.widget, "label_of"):
            return field.widget.label_of(field.prepare_value(value))
        if hasattr(field, "queryset"):
            record = field.queryset.model._base_manager.filter(
                pk=field.prepare_value(value)
            ).first()
            return field.label_from_instance(record) if record else ""
        if value and hasattr(field, "choices"):
            return str(dict(flat(field.choices)).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        prepared = field.prepare_value(value)
        return "" if prepared is None else str(prepared)

    # --- saving --------------------------------------------------------------------------

    def settle(self, *, by) -> bool:
        """Saves what `by` changed. False: nothing was saved and the form says why.

        Afterwards `instance` is the row as it is stored. Raises Refused if the row is gone, or
        not `by`'s to change any more.
        """
        if not self.is_valid():
            return False
        with pghistory.context(user=by.pk), transaction.atomic():
            row = self._lock()
            refuse_unless_changeable(row, by)
            names = self._names_to_write(row)
            if self.disputes:
                return self._come_back(row)
            return self._store(row, names, by)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        # Browsers send CRLF for the line breaks they were given as LF.
        return {n: v.replace("\r\n", "\n") if isinstance(v, str) else v for n, v in cleaned.items()}

    def _lock(self):
        model = type(self.instance)
        rows = model._base_manager.select_for_update(no_key=True, of=("self",))
        row = rows.filter(pk=self.instance.pk).first()
        if row is None or getattr(row, "deleted_at", None):
            raise Refused(
                _("%(record)s has been deleted meanwhile.") % {"record": self.instance},
                _("Whoever deleted it can bring it back."),
            )
        return row

    def _names_to_write(self, row) -> list[str]:
        """The fields that only I changed, or chose mine for; fills `disputes` with the others."""
        seen, disputed = self._unpacked()
        theirs, names = self._values_of(row), []
        for name, value in self._mine().items():
            choice = self.data.get(self.add_prefix(f"{name}-choice"), "")
            if value in (theirs[name], seen.get(name)):
                continue
            undecided = name in disputed and choice not in (MINE, THEIRS)
            if theirs[name] != seen.get(name) or undecided:
                self.disputes[name] = Dispute(self.show(name, self.read(row, name)), choice=choice)
            elif choice != THEIRS or name not in disputed:
                names.append(name)
        return names

    def _store(self, row, names, by) -> bool:
        self.instance = row
        if not names:
            return True
        written = {n: Written(self.read(row, n), self.cleaned_data[n]) for n in names}
        fields = {self.write(row, name, self.cleaned_data[name]) for name in names}
        if not self._is_sound(row):
            return False
        row.save(update_fields=fields | self._stamp(row, by))
        self.written = written
        return True

    def _is_sound(self, row) -> bool:
        """Whether mine and theirs together are a valid row."""
        try:
            row.clean()
            row.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)
            return False
        return True

    def _stamp(self, row, by) -> set[str]:
        stamps = STAMPS & {field.name for field in row._meta.concrete_fields}
        if "version" in stamps:
            row.version += 1
        if "updated_by" in stamps:
            row.updated_by = by
        return stamps

    # --- the form that comes back --------------------------------------------------------

    def _come_back(self, row) -> bool:
        self._name_rivals(row)
        values = self._unpacked()[0] | {n: self._values_of(row)[n] for n in self.disputes}
        data = self.data.copy()
        data[self.add_prefix(SEEN)] = packed(values, self.disputes)
        self.data = data
        for name, dispute in self.disputes.items():
            self.fields[name].dispute = dispute
            self.fields[name].template_name = "crm/editing/_disputed.html"
        self.add_error(None, disputed_sentence(len(self.disputes)))
        return False

    def _name_rivals(self, row):
        """Finds who set the disputed values, and when: in the history, else on the row."""
        steps = history.steps(row)
        for name, dispute in self.disputes.items():
            values = ((self.read(s.before, name), self.read(s.after, name), s) for s in steps)
            step = next((step for old, new, step in values if old != new), None)
            at = step.at if step else getattr(row, "updated_at", None)
            by = step.by if step else getattr(row, "updated_by", None)
            self.disputes[name] = Dispute(dispute.value, at, by, dispute.choice)

    # --- values that can be compared and carried -----------------------------------------

    def _mine(self) -> dict:
        """What was posted; a field that is missing from the data was not touched."""
        posted = [name for name in self._names() if not self._is_omitted(name)]
        return {name: self.plain(name, self.cleaned_data[name]) for name in posted}

    def _is_omitted(self, name) -> bool:
        widget = self.fields[name].widget
        return widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def _values_of(self, row) -> dict:
        return {name: self.plain(name, self.read(row, name)) for name in self._names()}

    def _names(self) -> list[str]:
        open_fields = (name for name, field in self.fields.items() if not field.disabled)
        return [name for name in open_fields if name != SEEN]

    def plain(self, name, value):
        """A value of a field as it is posted and compared: a text, or a list of texts."""
        return plain(self.fields[name].prepare_value(value))

    def _unpacked(self) -> tuple[dict, list]:
        """What the user saw and what was in dispute then; nothing if that cannot be read."""
        try:
            said = json.loads(self.data.get(self.add_prefix(SEEN), ""))
            # JSON can spell half a character, with which no page could be sent back.
            json.dumps(said, ensure_ascii=False).encode()
            return dict(said["values"]), list(said["disputed"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return {}, []


def packed(values: dict, disputed: Collection[str] = ()) -> str:
    """What somebody saw, as a form carries it: plain values by field, and what was in dispute."""
    return json.dumps({"values": values, "disputed": sorted(disputed)}, ensure_ascii=False)


def plain(value):
    """A value as text, the same for what a form cleaned and for what a row holds."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        # A form shows minutes.
        value = value.replace(second=0, microsecond=0)
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain(part) for part in value]
    return str(value).replace("\r\n", "\n").strip()


def flat(choices):
    """(value, label) pairs, those inside groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def disputed_sentence(count: int) -> str:
    return ngettext(
        "Nothing is saved yet: somebody changed a field that you changed too. Choose which to keep.",
        "Nothing is saved yet: somebody changed %(count)d fields that you changed too. "
        "Choose which to keep.",
        count,
    ) % {"count": count}
