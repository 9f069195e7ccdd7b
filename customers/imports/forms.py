from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from crm.sheets.errors import is_reason_column
from customers.imports.mapping import CONTACT, Mapping, targets
from customers.imports.mapping.faults import faults
from customers.pools import pool_of, pools_open_to


class UploadForm(forms.Form):
    """A sheet, and the pool for those of its customers that name no owner."""

    sheet = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a spreadsheet first.")},
    )
    pool = forms.ModelChoiceField(
        label=_("Pool for customers without an owner"),
        queryset=None,
        empty_label=None,
        error_messages={"required": _("No team keeps a pool yet. Let one keep a pool first.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = pools_open_to(user)
        self.fields["pool"].initial = pool_of(user.team)


@dataclass
class Matched:
    """A column of the sheet: the choice of its target, and its first values."""

    field: BoundField
    values: list[str]

    @property
    def is_left_out(self) -> bool:
        return not self.field.value()


class MappingForm(forms.Form):
    """One choice of target for each column of the sheet, as fields column_0, column_1 …

    The column of reasons in a sheet of refused rows is our own, and not asked about.
    """

    def __init__(self, *args, sheet_import, **kwargs):
        super().__init__(*args, **kwargs)
        self.header, shown = sheet_import.header, Mapping.of(sheet_import)
        choices = grouped(targets().values())
        for index, heading in enumerate(self.header):
            if not is_reason_column(heading):
                self.fields[f"column_{index}"] = forms.ChoiceField(
                    label=heading or _("(no heading)"),
                    choices=choices,
                    required=False,
                    initial=shown.target_of(index),
                )

    def clean(self):
        if not self.errors and (wrong := faults(self.mapping)):
            raise ValidationError(wrong)

    @property
    def mapping(self) -> Mapping:
        chosen = self.cleaned_data.items()
        targets = {int(name.removeprefix("column_")): target for name, target in chosen if target}
        return Mapping.plain(targets, self.header)

    @property
    def faults(self) -> list[str]:
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]

    def matched(self, samples: list[list]) -> list[Matched]:
        numbers = [int(name.removeprefix("column_")) for name in self.fields]
        return [Matched(self[f"column_{n}"], samples[n]) for n in numbers]


def grouped(found) -> list:
    """Targets as choices of a select, contacts in a group of their own."""
    customers = [(t.name, t.label) for t in found if not t.name.startswith(CONTACT)]
    contacts = [(t.name, t.label) for t in found if t.name.startswith(CONTACT)]
    return [("", _("leave out")), (_("Customer"), customers), (_("Contact"), contacts)]
