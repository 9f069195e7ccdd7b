"""Rules of release as forms: rules in a section, clocks in a rule, categories in a clock."""

import re
import secrets

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.origins import Origin
from customers.rules.choices import ANY_OR_ALL, activity_kinds, clock_kinds
from customers.rules.forms.base import DraftForm, Rows, SectionForm
from customers.rules.forms.fields import AnyCategoryField, OrNothing, Whole
from customers.rules.reasons import RULE_NAMES
from customers.rules.sections import Clock, Release, ReleaseRule, Resets

KEY = re.compile(r"[a-z0-9_]{1,40}")
USUAL_DAYS = 30
DETAILS = {"origins", "kinds", "step_holds_days"}


class DaysRow(DraftForm):
    """A category and its days; the value is the pair of both."""

    def build(self):
        self.fields["category"] = AnyCategoryField(self.draft.names, label=_("Category"))
        self.fields["days"] = Whole(_("Working days"), required=True)

    def shown(self, value):
        return {"category": value[0], "days": value[1]}

    def made(self) -> tuple[str, int]:
        return str(self.cleaned_data["category"]), self.cleaned_data["days"]


class OtherDaysRow(DaysRow):
    """Without days, the category is exempt."""

    def build(self):
        super().build()
        self.fields["days"].required = False
        self.fields["days"].widget.attrs["placeholder"] = _("never released")


class NestedForm(DraftForm):
    """A form that holds rows."""

    def nested(self, form_class, name, values, blank=None) -> Rows:
        data = self.data if self.is_bound else None
        prefix = f"{self.prefix}-{name}"
        return Rows(form_class, data, draft=self.draft, prefix=prefix, values=values, blank=blank)

    def refuse_doubled(self, values: list, sentence):
        if len(set(values)) < len(values):
            self.add_error(None, sentence)


class ClockForm(NestedForm):
    kind = forms.ChoiceField(label=gettext_lazy("Clock"), choices=clock_kinds)
    days = Whole(gettext_lazy("Working days"), required=True)

    def build(self):
        given = self.value.by_category.items() if self.value else ()
        self.categories = self.nested(OtherDaysRow, "categories", given)

    @property
    def rows(self):
        return [self.categories]

    def clean(self):
        if self.categories.is_valid():
            doubled = _("A category stands here twice.")
            self.refuse_doubled([pk for pk, _days in self.categories.made()], doubled)

    def made(self) -> Clock:
        days = dict(self.categories.made())
        return Clock(self.cleaned_data["kind"], self.cleaned_data["days"], days)


class RuleForm(NestedForm):
    """One rule of release."""

    template_name = "customers/rules/forms/rule.html"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Leave it empty to name it by what it does."),
    )
    is_enabled = forms.BooleanField(label=gettext_lazy("Switched on"), required=False)
    needs_all = forms.ChoiceField(
        label=gettext_lazy("Customers are released"), choices=ANY_OR_ALL, required=False
    )
    origins = forms.MultipleChoiceField(
        label=gettext_lazy("Binds customers that were"),
        choices=Origin.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Activities that count"),
        choices=activity_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them. Only done ones ever count."),
    )
    with_contact = forms.BooleanField(label=gettext_lazy("Only with a contact"), required=False)
    with_outcome = forms.BooleanField(label=gettext_lazy("Only with an outcome"), required=False)
    step_holds = forms.BooleanField(
        label=gettext_lazy("A dated next step holds a customer once"), required=False
    )
    step_holds_days = Whole(gettext_lazy("Up to how many working days longer"), required=True)
    spares_won = forms.BooleanField(label=gettext_lazy("Spare won customers"), required=False)
    spares_open_opportunity = forms.BooleanField(
        label=gettext_lazy("Spare customers with an open opportunity"), required=False
    )

    def build(self):
        clocks = self.value.clocks if self.value else ()
        least = self.value.least_by_category.items() if self.value else ()
        blank = Clock("no_activity", USUAL_DAYS)
        known = RULE_NAMES.get(self["key"].value() or "", "")
        self.fields["name"].widget.attrs["placeholder"] = known
        self.clocks = self.nested(ClockForm, "clocks", clocks, blank)
        self.least = self.nested(DaysRow, "least", least)

    def shown(self, value):
        resets = vars(value.resets)
        return {**super().shown(value), **resets, "needs_all": "all" if value.needs_all else ""}

    @property
    def rows(self):
        return [self.clocks, self.least]

    @property
    def is_open(self) -> bool:
        """Whether its details are shown: something in them is wrong, or was just done."""
        return self.least.prefix in self.draft.act or bool(set(self.errors) & DETAILS)

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        return key if KEY.fullmatch(key) else secrets.token_hex(4)

    def clean(self):
        if not len(self.clocks):
            self.add_error(None, _("A rule needs at least one clock, or it would release nobody."))
        if self.clocks.is_valid():
            doubled = _("Two clocks of this rule measure the same.")
            self.refuse_doubled([clock.kind for clock in self.clocks.made()], doubled)
        if self.least.is_valid():
            doubled = _("A category stands here twice.")
            self.refuse_doubled([pk for pk, _days in self.least.made()], doubled)

    def made(self) -> ReleaseRule:
        given = dict(self.cleaned_data)
        resets = Resets(
            tuple(given.pop("kinds")), given.pop("with_contact"), given.pop("with_outcome")
        )
        given |= {"origins": tuple(given["origins"]), "needs_all": bool(given["needs_all"])}
        return ReleaseRule(
            **given,
            resets=resets,
            clocks=tuple(self.clocks.made()),
            least_by_category=dict(self.least.made()),
        )


BLANK = ReleaseRule("", "", (Clock("no_activity", USUAL_DAYS),))


class ReleaseForm(SectionForm, NestedForm):
    section = Release
    template_name = "customers/rules/forms/release.html"

    grace_new_owner = OrNothing(gettext_lazy("For every new owner"))
    grace_import = OrNothing(gettext_lazy("After an import"))
    grace_handover = OrNothing(gettext_lazy("After a hand-over"))
    brake_count = Whole(gettext_lazy("Customers of one owner"), most=1_000_000)
    brake_percent = Whole(gettext_lazy("Per cent of one owner's customers"), most=100)

    def build(self):
        given = self.value.rules if self.value else ()
        self.releases = self.nested(RuleForm, "rules", given, BLANK)

    @property
    def rows(self):
        return [self.releases]

    def clean(self):
        if self.releases.is_valid():
            doubled = _("Two rules have the same key; remove one of them.")
            self.refuse_doubled([rule.key for rule in self.releases.made()], doubled)

    def made(self) -> Release:
        return Release(rules=tuple(self.releases.made()), **self.cleaned_data)
