from django import forms
from django.utils.translation import gettext_lazy as _

from customers.imports.mapping import CONTACT, targets
from customers.pools import pool_of, pools_open_to


class UploadForm(forms.Form):
    """A sheet, and the pool for those of its customers that name no owner."""

    sheet = forms.FileField(label=_("Spreadsheet"), allow_empty_file=True)
    pool = forms.ModelChoiceField(
        label=_("Pool for customers without an owner"), queryset=None, empty_label=None
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = pools_open_to(user)
        self.fields["pool"].initial = pool_of(user.team)


class MappingForm(forms.Form):
    """One choice of target for each column of the sheet, as fields column_0, column_1 …"""

    def __init__(self, *args, sheet_import, **kwargs):
        super().__init__(*args, **kwargs)
        choices = grouped(targets().values())
        for index, heading in enumerate(sheet_import.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading or _("(no heading)"),
                choices=choices,
                required=False,
                initial=sheet_import.mapping.get(str(index), ""),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """{"0": "name", …}: the targets chosen."""
        chosen = self.cleaned_data.items()
        return {name.removeprefix("column_"): target for name, target in chosen if target}


def grouped(found) -> list:
    """Targets as choices of a select, contacts in a group of their own."""
    customers = [(t.name, t.label) for t in found if not t.name.startswith(CONTACT)]
    contacts = [(t.name, t.column.heading) for t in found if t.name.startswith(CONTACT)]
    return [("", _("leave out")), (_("Customer"), customers), (_("Contact"), contacts)]
