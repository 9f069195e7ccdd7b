"""A rival's product at a customer."""

import pghistory
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from crm.editing import ThreeWayForm
from crm.widgets import DayInput
from intel.forms.fields import UNKNOWN, FreeCombobox
from intel.models import Competitor, RivalProduct
from sales.forms.fields import Segments, lines_input

MARKS = [UNKNOWN, *((mark, str(mark)) for mark in range(1, 6))]


class RivalForm(ThreeWayForm):
    """The competitor is a name: one that is known, whatever its case, or a new one."""

    competitor = forms.CharField(
        label=gettext_lazy("Competitor"),
        max_length=120,
        widget=FreeCombobox(reverse_lazy("intel:competitor_names")),
    )
    satisfaction = forms.TypedChoiceField(
        label=gettext_lazy("Satisfaction"),
        choices=MARKS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=Segments,
        help_text=gettext_lazy("1: they would rather leave. 5: they are wholly content."),
    )

    class Meta:
        model = RivalProduct
        fields = ["product", "satisfaction", "contract_ends", "representative", "remarks"]
        widgets = {"contract_ends": DayInput(), "remarks": lines_input()}

    field_order = ["competitor", *Meta.fields]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if not instance._state.adding:
            self.initial["competitor"] = instance.competitor.name

    def clean_competitor(self):
        return " ".join(self.cleaned_data["competitor"].split())

    def read(self, row, name):
        if name == "competitor":
            return row.competitor.name if row.competitor_id else ""
        return super().read(row, name)

    def write(self, row, name, value):
        if name == "competitor":
            value = Competitor.objects.named(value)
        return super().write(row, name, value)

    def record(self, *, by) -> RivalProduct:
        """Saves what a valid form says."""
        self.instance.competitor = Competitor.objects.named(self.cleaned_data["competitor"])
        with pghistory.context(user=by.pk):
            self.instance.save()
        return self.instance
