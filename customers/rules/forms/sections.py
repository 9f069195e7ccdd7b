"""One form a section; those of pools and release have files of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.pool.masking import Mask, is_own
from customers.rules.choices import DISCLOSURES, PERIODS, SHOWN, SHOWN_OR_HIDDEN, maskable
from customers.rules.forms.base import DraftForm, Rows, SectionForm
from customers.rules.forms.fields import AnyCategoryField, DayList, OrNothing, Whole
from customers.rules.reasons import RETURN_REASONS
from customers.rules.sections import (
    Capacity,
    ClaimLimit,
    Cooldown,
    Duplicates,
    PoolView,
    Protection,
    Return,
    Sharing,
    Shown,
    Warning,
)

MOST = 1_000_000
NO_LIMIT = _("Leave it empty for no limit.")
MOST_WORDS, LONGEST_WORD = 30, 60


class ClaimLimitForm(SectionForm):
    section = ClaimLimit

    most = Whole(_("Claims of a person"), most=MOST, help_text=NO_LIMIT)
    period = forms.ChoiceField(label=_("within"), choices=PERIODS)


class CategoryRow(DraftForm):
    """One category; the value is its id."""

    def build(self):
        self.fields["category"] = AnyCategoryField(self.draft.names, label=_("Category"))

    def shown(self, value):
        return {"category": value}

    def made(self) -> int:
        return self.cleaned_data["category"]


class CapacityForm(SectionForm):
    section = Capacity
    template_name = "customers/rules/forms/capacity.html"

    most = Whole(_("Customers a person may hold"), most=MOST, help_text=NO_LIMIT)
    without_won = forms.BooleanField(label=_("Won customers do not count"), required=False)
    without_open_opportunity = forms.BooleanField(
        label=_("Customers with an open opportunity do not count"), required=False
    )
    without_protected = forms.BooleanField(
        label=_("Protected customers do not count"), required=False
    )

    def build(self):
        given = self.value.without_categories if self.value else ()
        self.categories = Rows(
            CategoryRow,
            self.data if self.is_bound else None,
            draft=self.draft,
            prefix=f"{self.prefix}-categories",
            values=given,
        )

    @property
    def rows(self):
        return [self.categories]

    def made(self):
        chosen = dict.fromkeys(self.categories.made())
        return Capacity(**self.cleaned_data, without_categories=tuple(chosen))


class CooldownForm(SectionForm):
    section = Cooldown

    days = OrNothing(
        _("Cooldown in working days"),
        help_text=_("How long the last owner waits to claim the same customer again."),
    )
    whole_team = forms.BooleanField(label=_("It binds their whole team too"), required=False)
    minutes_between = OrNothing(_("Minutes between two claims of a person"), most=10_080)
    waiting_days = OrNothing(
        _("Waiting time in working days"),
        help_text=_("For every customer that is new in the pool. Edits do not restart it."),
    )
    opens_at = forms.TimeField(
        label=_("Released customers open at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Empty: at once."),
    )

    def clean_opens_at(self) -> str:
        at = self.cleaned_data["opens_at"]
        return f"{at:%H:%M}" if at else ""


class WarningForm(SectionForm):
    section = Warning

    owner_days = DayList(
        label=_("The owner, working days before"),
        required=False,
        help_text=_("Several, for example 7, 3, 1."),
    )
    manager_days = DayList(
        label=_("The owner's manager, working days before"),
        required=False,
        help_text=_("Empty: the manager is not told."),
    )


class ProtectionForm(SectionForm):
    section = Protection

    most = Whole(_("Protected customers of a person"), most=MOST, help_text=NO_LIMIT)
    longest_days = Whole(
        _("Longest protection in days"), required=True, help_text=_("Calendar days.")
    )
    needs_next_step = forms.BooleanField(
        label=_("Protecting takes a next step with a date"), required=False
    )
    fresh_days = Whole(
        _("Extending takes an activity of the last … working days"),
        help_text=_("Empty: it takes none."),
    )


class ReturnForm(SectionForm):
    section = Return

    chosen = forms.MultipleChoiceField(
        label=_("Reasons to choose from"),
        choices=RETURN_REASONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=_("Reasons in your own words"),
        required=False,
        max_length=MOST_WORDS * LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )
    needs_text = forms.BooleanField(label=_("A sentence must be added"), required=False)

    def shown(self, value):
        own = [reason for reason in value.reasons if reason not in RETURN_REASONS]
        return {**super().shown(value), "chosen": value.reasons, "own": "\n".join(own)}

    def clean_own(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["own"].splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if len(lines) > MOST_WORDS or any(len(line) > LONGEST_WORD for line in lines):
            raise forms.ValidationError(_("30 reasons at most, each of 60 characters at most."))
        return lines

    def made(self):
        given = self.cleaned_data
        reasons = dict.fromkeys([*given["chosen"], *given["own"]])
        return Return(tuple(reasons), given["needs_text"])


class PoolViewForm(SectionForm):
    section = PoolView

    def build(self):
        mask = Mask.of_rule(self.value.fields if self.value else {})
        for key, label in maskable():
            shown = mask.shown(key) if is_own(key) else dict(mask.fields).get(key, Shown.WHOLE)
            choices = SHOWN_OR_HIDDEN if is_own(key) else SHOWN
            self.fields[key] = forms.ChoiceField(label=label, choices=choices, initial=shown)
        self.fields["reveals_a_day"] = Whole(
            _("Customers a person may reveal a day"), least=0, most=MOST, help_text=NO_LIMIT
        )

    def made(self):
        shown = {key: self.cleaned_data[key] for key, _label in maskable()}
        covered = {key: how for key, how in shown.items() if how != Shown.WHOLE}
        if covered:
            # Where anything is masked, an own field that no rule names is hidden.
            covered |= {key: how for key, how in shown.items() if is_own(key)}
        return PoolView(covered, self.cleaned_data["reveals_a_day"])


class SharingForm(SectionForm):
    section = Sharing

    longest_days = Whole(
        _("Longest share in days"), help_text=_("Calendar days. Leave it empty for no limit.")
    )
    may_reshare = forms.BooleanField(
        label=_("Receivers may be allowed to share on"), required=False
    )


class DuplicatesForm(SectionForm):
    section = Duplicates

    disclosure = forms.ChoiceField(
        label=_("Who types the name of a customer they may not see is told"),
        choices=DISCLOSURES,
        widget=forms.RadioSelect,
    )
