"""The form in which somebody says what each column becomes."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from customers.imports.drafts import DraftForm
from customers.imports.kinds import kind_of as kind_of_import
from customers.imports.mapping.choices import HEADED, LEAVE_OUT, choices_of, composed
from customers.imports.mapping.chosen import Mapping, users_columns
from customers.imports.mapping.contents import kind_of
from customers.imports.mapping.day_fields import DayFields, DayOrder
from customers.imports.mapping.defaults import DefaultRows
from customers.imports.mapping.faults import faults
from customers.imports.mapping.new_fields import NewFields
from customers.imports.mapping.offered import SPECIAL, grouped, is_new
from customers.imports.mapping.profiles import first_rows, profiles
from customers.imports.mapping.systems import SystemChoice
from customers.imports.mapping.targets import Target

WHY = {
    "heading": _("by its heading"),
    "content": _("by its content"),
    "last": _("as last time"),
    "unknown": _("unknown"),
}
JOINS = {"blank": " ", "comma": ", ", "slash": " / ", "line": "\n", "none": ""}
JOIN_LABELS = [
    ("blank", _("a blank")),
    ("comma", _("a comma")),
    ("slash", _("a slash")),
    ("line", _("a line break")),
    ("none", _("nothing")),
]


@dataclass
class Matched:
    """A column of the sheet: the choice of what it becomes, and its first values."""

    field: BoundField
    values: list[str]
    why: str
    new_field: list[BoundField]
    day_order: DayOrder | None

    @property
    def is_left_out(self) -> bool:
        return self.field.value() == LEAVE_OUT

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody's word: unknown, or without a choice."""
        return self.why == "unknown" or not self.field.value()

    @property
    def is_recognised(self) -> bool:
        return not (self.is_open or self.is_left_out)

    @property
    def reason(self):
        return WHY.get(self.why, "")


@dataclass
class Joined:
    """A target that is put together from several columns."""

    target: Target
    headings: list[str]
    outcome: str
    field: BoundField = field()


class MappingForm(DraftForm):
    """One choice for each of the user's columns, as fields column_0, column_1 …

    A column that becomes a new own field has name_0, kind_0, currency_0 besides; join_<target>
    says what stands between joined columns, default_0 and text_0 … what rows without a value get,
    days_0 whether the day or the month comes first.
    """

    def __init__(self, *args, sheet_import, being_filled_in=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.being_filled_in = being_filled_in
        self.sheet_import, self.header = sheet_import, sheet_import.header
        self.stored = Mapping.of(sheet_import)
        self.known, self.kind = self.stored.known, kind_of_import(sheet_import)
        self.rows = first_rows(sheet_import)
        self.columns = profiles(self.rows, len(self.header))
        self.chosen_before = choices_of(self.stored)
        self.new_fields, self.default_rows = NewFields(self), DefaultRows(self)
        self.day_fields, self.system_choice = DayFields(self), SystemChoice(self)
        self._add_columns()
        self.new_fields.add()
        self.day_fields.add()
        self._add_joins()
        self.default_rows.add()
        self.system_choice.add()

    def now(self, name: str, initial: str = "") -> str:
        """What stands in a field at this moment, whether sent or shown first."""
        return self.data.get(self.add_prefix(name), "") if self.is_bound else initial

    @cached_property
    def choices(self) -> dict[int, str]:
        return {
            column: self.now(f"column_{column}", self.chosen_before.get(column, ""))
            for column in users_columns(self.header)
        }

    def heading(self, column: int) -> str:
        """With the letter of the column, where several are called so."""
        heading = self.header[column]
        letters = dict(self.sheet_import.reading.get("repeated", ())).get(heading)
        if letters:
            return f"{heading} ({letters[self.header[:column].count(heading)]})"
        return heading or str(_("(no heading)"))

    def _add_columns(self):
        offered = grouped(self.kind, list(self.known.values()))
        for column in users_columns(self.header):
            heading = self.heading(column)
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=heading,
                choices=offered,
                initial=self.chosen_before.get(column, ""),
                error_messages={
                    "required": _("Choose what becomes of “%(column)s”.") % {"column": heading}
                },
            )

    def _add_joins(self):
        for entry in self.drawn.entries:
            target = self.known.get(entry.target)
            if target and target.join and len(entry.columns) > 1:
                usual = next((key for key, text in JOINS.items() if text == entry.join), "blank")
                self.fields[f"join_{entry.target}"] = forms.ChoiceField(
                    label=_("Between them"), choices=JOIN_LABELS, required=False, initial=usual
                )

    # --- what it amounts to ---

    @cached_property
    def drawn(self) -> Mapping:
        """The mapping as it stands now, whether sound or not; new fields are not in it yet."""
        return self.mapping_with({})

    def mapping_with(self, made: dict[int, str]) -> Mapping:
        """The mapping, where the columns of `made` go to the fields made for them."""
        offered = {*self.known, *(SPECIAL if self.kind.is_of_customers else {LEAVE_OUT, HEADED})}
        choices = {n: made.get(n, choice) for n, choice in self.choices.items()}
        sound = {n: c for n, c in choices.items() if n in made or (c in offered and not is_new(c))}
        return composed(
            sound, self.header, self.known, self._joins(),
            defaults=self.default_rows.texts, categories=self.stored.categories, why=self.why,
            kind=self.stored.kind,
            day_orders=self.day_fields.orders, system=self.system_choice.chosen,
            rests=self.stored.rests,
        )  # fmt: skip

    def _joins(self) -> dict[str, str]:
        """As chosen, else as stored."""
        before = {e.target: e.join for e in self.stored.entries if len(e.columns) > 1}
        sent = {name: self.now(f"join_{name}") for name in self.known}
        return before | {name: JOINS[key] for name, key in sent.items() if key in JOINS}

    @property
    def why(self) -> dict[int, str]:
        """What is still as it was guessed, and by what."""
        before = self.chosen_before
        return {n: w for n, w in self.stored.why.items() if self.choices.get(n) == before.get(n)}

    def clean(self):
        self.new_fields.clean()
        self.default_rows.clean()
        if not self.errors and (wrong := faults(self.drawn)):
            raise ValidationError(wrong)
        self.system_choice.clean()

    @property
    def faults(self) -> list[str]:
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]

    # --- for the page ---

    def matched(self) -> list[Matched]:
        return [
            Matched(
                self[f"column_{n}"],
                self.columns[n].first(),
                self.why.get(n, ""),
                self.new_fields.shown(n),
                self.day_fields.shown(n),
            )
            for n in self.choices
        ]

    def joined(self) -> list[Joined]:
        return [
            Joined(
                source.target,
                [self.heading(n) for n in source.columns],
                next((text for row in self.rows if (text := str(source.text(row.cells)))), ""),
                self[name],
            )
            for source in self.drawn.sources
            if (name := f"join_{source.target.name}") in self.fields
        ]

    def kind_of(self, column: int) -> str:
        return kind_of(self.columns[column])
