"""The draft of a team's rules: every section as a form, set here or inherited."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crm.people.fields import is_id
from crm.refusals import Refused
from crm.widgets import DayInput
from customers.models import RuleVersion
from customers.rules.categories import Names, ids_in
from customers.rules.choices import SECTION_TITLES
from customers.rules.forms.base import MOST_ROWS, NUMBER, SectionForm, numbers_in
from customers.rules.forms.pools import PoolsForm
from customers.rules.forms.release import ReleaseForm
from customers.rules.forms.sections import (
    CapacityForm,
    ClaimLimitForm,
    CooldownForm,
    DuplicatesForm,
    PoolViewForm,
    ProtectionForm,
    ReturnForm,
    SharingForm,
    WarningForm,
)
from customers.rules.saying import grouped
from customers.rules.sections import as_json
from customers.rules.setting import refuse_day

FORMS: dict[str, type[SectionForm]] = {
    "pools": PoolsForm,
    "claim_limit": ClaimLimitForm,
    "capacity": CapacityForm,
    "cooldown": CooldownForm,
    "release": ReleaseForm,
    "warning": WarningForm,
    "protection": ProtectionForm,
    "returning": ReturnForm,
    "pool_view": PoolViewForm,
    "sharing": SharingForm,
    "duplicates": DuplicatesForm,
}
ADD, DROP = "add", "drop"
NOT_OF_THE_DRAFT = {"csrfmiddlewaretoken", "act", "effective_from", "note", "seen"}


@dataclass
class Part:
    """A section of the draft; `inherited` says what would hold if it were not set here."""

    key: str
    title: Any
    is_set: bool
    form: SectionForm
    inherited: list[tuple[str, list[str]]]
    source: RuleVersion | None

    @property
    def has_faults(self) -> bool:
        return self.is_set and self.form.is_bound and not self.form.is_valid()


class Draft:
    """`own` are the sections the team sets, `inherited` the rules that hold without them.

    `data` is what was posted; it is checked only when `is_checked`.
    """

    def __init__(self, own, inherited, *, data=None, is_checked=False, preset="", seen=None):
        self.own, self.inherited = own, inherited
        self.data, self.is_checked = data, is_checked
        self.preset = preset if data is None else data.get("preset", "")
        self.seen = seen if data is None else number_in(data.get("seen", ""))
        self.act = "" if data is None else data.get("act", "")
        self.names = Names()
        self.names.load(ids_in([as_json(section) for section in own.values()]))

    @cached_property
    def parts(self) -> list[Part]:
        return [self._part(key) for key in FORMS]

    def _part(self, key):
        inherited = getattr(self.inherited, key)
        form = FORMS[key](self.data, draft=self, prefix=key, value=self.own.get(key, inherited))
        return Part(
            key,
            SECTION_TITLES[key],
            self._is_set(key),
            form,
            grouped(key, inherited, self.names),
            self.inherited.version_of(key),
        )

    def _is_set(self, key) -> bool:
        return key in self.own if self.data is None else bool(self.data.get(f"set-{key}"))

    def is_valid(self) -> bool:
        return all(part.form.is_valid() for part in self.parts if part.is_set)

    def sections(self) -> dict[str, Any]:
        """What the team is to set itself; only of a valid draft."""
        return {part.key: part.form.made() for part in self.parts if part.is_set}

    def valid_preset(self) -> str:
        return self.preset if self.preset in RuleVersion.Preset.values else ""

    def see(self, version: RuleVersion | None):
        """The admin is told of this version; the next save replaces it."""
        self.seen = version.pk if version else None

    def carried(self) -> list[tuple[str, str]]:
        """Every field and its values, to be carried through the review."""
        # What the admin has seen of others' work may be more by now than what was posted.
        lists = self.data.lists() if self.data is not None else ()
        return [(name, v) for name, vs in lists if name not in NOT_OF_THE_DRAFT for v in vs]


class ReviewForm(forms.Form):
    """What saving asks for."""

    effective_from = forms.DateField(label=_("In force from"), widget=DayInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Why you change the rules. Those hit can read it."),
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"effective_from": timezone.localdate})

    def clean_effective_from(self) -> date:
        try:
            refuse_day(self.cleaned_data["effective_from"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["effective_from"]

    @property
    def day(self) -> date:
        """From when on the draft is tried: as long as it is no day, today."""
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get("effective_from") or timezone.localdate()


def with_act(data: QueryDict, act: str) -> QueryDict:
    """The posted draft with a row more or less: `act` is "add:PREFIX" or "drop:PREFIX:NUMBER"."""
    changed = data.copy()
    verb, _between, rest = act.partition(":")
    prefix, _between, number = rest.partition(":")
    name = f"{prefix}-rows"
    if name not in data:
        return changed
    numbers = numbers_in(str(data[name]))
    if verb == ADD and len(numbers) < MOST_ROWS:
        numbers.append(str(max(map(int, numbers), default=-1) + 1))
    elif verb == DROP and NUMBER.fullmatch(number):
        numbers = [one for one in numbers if one != number]
    changed[name] = ",".join(numbers)
    return changed


def number_in(text: str) -> int | None:
    return int(text) if is_id(text) else None
