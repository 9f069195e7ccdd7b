from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.refusals import Refused
from customers.axes.tending import refuse_taken_code
from customers.fields import CategoryField
from customers.models import Axis, Category

NAMES = ("name_zh", "name_en")


class NamedForm(forms.ModelForm):
    """Something with a Chinese and an English name, of which one may be left out."""

    taken = _("There is one of this name already.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name].required = False
        self.fields["name_en"].help_text = _("Leave it empty to show the Chinese name.")

    def namesakes(self):
        """The records among which its names must be its own."""
        return type(self.instance).objects.exclude(pk=self.instance.pk)

    def clean(self):
        given = super().clean() or self.cleaned_data
        chinese, english = (given.get(name, "") for name in NAMES)
        if not self.errors and not (chinese or english):
            self.add_error("name_zh", _("Give it a name."))
        given["name_zh"], given["name_en"] = chinese or english[:80], english or chinese
        if not self.errors:
            self._refuse_taken_names(given)
        return given

    def _refuse_taken_names(self, given):
        for name in NAMES:
            is_same = Q(**{f"{name}__iexact": given[name]})
            if name in self.changed_data and self.namesakes().filter(is_same).exists():
                self.add_error(name, self.taken)


class AxisForm(NamedForm):
    class Meta:
        model = Axis
        fields = [*NAMES, "in_grid", "has_bands"]


class CategoryForm(NamedForm):
    class Meta:
        model = Category
        fields = [*NAMES, "code", "tone", "amount_from", "amount_to"]

    def __init__(self, *args, axis, parent=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.axis, self.parent = axis, parent or self.instance.parent
        if not axis.has_bands:
            del self.fields["amount_from"], self.fields["amount_to"]

    def namesakes(self):
        return super().namesakes().filter(axis=self.axis, parent=self.parent)

    def clean_code(self):
        code = self.cleaned_data["code"]
        try:
            refuse_taken_code(self.axis, code, self.instance if self.instance.pk else None)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return code

    def clean(self):
        given = super().clean()
        low, high = given.get("amount_from"), given.get("amount_to")
        if low is not None and high is not None and low >= high:
            self.add_error("amount_to", _("The amounts end below where they begin."))
        return given


class PlaceForm(forms.Form):
    """Where a category goes: under another of its axis, or to the top."""

    def __init__(self, *args, category, **kwargs):
        super().__init__(*args, **kwargs)
        field = CategoryField(category.axis, chosen=category.parent_id)
        field.label, field.initial = _("Under"), category.parent_id
        field.help_text = _("Everything below moves along. Leave it empty for the top.")
        field.widget.attrs["placeholder"] = _("the top")
        self.fields["parent"] = field

    @property
    def parent(self) -> Category | None:
        return Category.objects.filter(pk=self.cleaned_data["parent"]).first()
