from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Axis, Category


class AxisForm(forms.ModelForm):
    class Meta:
        model = Axis
        fields = ["name_zh", "name_en", "in_grid", "has_bands"]


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ["name_zh", "name_en", "code", "tone", "amount_from", "amount_to"]

    def __init__(self, *args, axis, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.axis = axis
        if not axis.has_bands:
            del self.fields["amount_from"], self.fields["amount_to"]


class PlaceForm(forms.Form):
    """Where a category goes: under another of its axis, or to the top."""

    parent = forms.ModelChoiceField(
        label=_("Under"), queryset=None, required=False, empty_label=_("the top"), widget=forms.HiddenInput
    )

    def __init__(self, *args, axis, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = axis.categories.all()
