from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import ImportPlan
from customers.pools import pool_of, pools_open_to


class PlanForm(forms.ModelForm):
    class Meta:
        model = ImportPlan
        fields = ["name", "pool", "most_left"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        pool = self.fields["pool"]
        pool.queryset, pool.empty_label = pools_open_to(user), None
        pool.error_messages["required"] = _("No team keeps a pool yet. Let one keep a pool first.")
        if not self.instance.pk:
            self.initial.setdefault("pool", pool_of(user.team))


class FileForm(forms.Form):
    sheet = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a spreadsheet first.")},
    )
