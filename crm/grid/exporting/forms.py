"""The caps on exports as one form, a field for every role."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from crm.grid.exporting.models import ExportCap

MOST = 10_000_000


class CapsForm(forms.Form):
    """Empty is no cap, 0 no export at all."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        caps = dict(ExportCap.objects.values_list("role", "rows"))
        for role, label in ExportCap.Role.choices:
            self.fields[role] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                validators=[MaxValueValidator(MOST)],
                initial=caps.get(role),
            )
        self.fields[ExportCap.Role.ADMIN].help_text = _(
            "Rows of one export. Empty: no cap. 0: no export at all."
        )

    def save(self):
        for role, rows in self.cleaned_data.items():
            if rows is None:
                ExportCap.objects.filter(role=role).delete()
            else:
                ExportCap.objects.update_or_create(role=role, defaults={"rows": rows})
