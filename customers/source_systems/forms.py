from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.imports.mapping.targets import KEYS, SOURCE_SYSTEM, targets
from customers.models import Customer, SourceSystem
from customers.source_systems.precedence import Precedence

SEPARATORS = set(":;：；")
# No system is believed about these: an import moves nobody, and a record began but once.
SETTLED = {"owner", "created", "created_by", KEYS, SOURCE_SYSTEM}


class SystemForm(forms.ModelForm):
    class Meta:
        model = SourceSystem
        fields = ["name"]

    def clean_name(self):
        """A cell may name the systems of its keys: "ERP: 1001; Shop: 7"."""
        name = self.cleaned_data["name"]
        if SEPARATORS & set(name):
            raise ValidationError(_("Leave out colons and semicolons: cells write “system: key”."))
        others = SourceSystem.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("There is one of this name already."))
        return name


class FieldForm(forms.Form):
    """Which field gets an order of its own."""

    target = forms.ChoiceField(label=_("Field"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Precedence().own
        self.fields["target"].choices = [
            (name, label) for name, label in orderable().items() if name not in own
        ]


def orderable() -> dict[str, str]:
    """The labels of the customer's fields that systems can differ about, by target."""
    known = targets().values()
    return {t.name: t.label for t in known if t.model is Customer and t.name not in SETTLED}
