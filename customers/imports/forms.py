from django import forms
from django.utils.translation import gettext_lazy as _

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
