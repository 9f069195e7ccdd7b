from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import ImportPlan, PlanFile
from customers.plans.figures import Figure
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


class SumsForm(forms.Form):
    """Which of a file's figures are added up; one that comes later is, until somebody says no."""

    summed = forms.MultipleChoiceField(
        label=_("Add up"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, file: PlanFile, figures: list[Figure], **kwargs):
        super().__init__(*args, **kwargs)
        self.file, self.names = file, [figure.name for figure in figures]
        self.fields["summed"].choices = [(figure.name, figure.label) for figure in figures]
        self.initial["summed"] = [name for name in self.names if name not in file.unsummed]

    def save(self):
        chosen = self.cleaned_data["summed"]
        self.file.unsummed = [name for name in self.names if name not in chosen]
        self.file.save(update_fields=["unsummed"])
