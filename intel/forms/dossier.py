"""Where somebody stands, in one short form."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.editing import ThreeWayForm, packed
from crm.words import listed
from intel.forms.fields import UNKNOWN, Checks, DepartmentField
from intel.models import Dossier
from intel.models.dossier import Function, Level, Role, Stance
from sales.forms.fields import Segments, capitalised


class DossierForm(ThreeWayForm):
    level = forms.ChoiceField(label=_("Level"), required=False, widget=Segments)
    function = forms.ChoiceField(label=_("Function"), required=False, widget=Segments)
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=Checks)
    stance = forms.ChoiceField(label=_("Stance"), required=False, widget=Segments)

    class Meta:
        model = Dossier
        fields = ["level", "function", "roles", "stance", "is_coach", "department"]
        labels = {"is_coach": _("Coach: tells us what happens inside")}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        for name, kind in {"level": Level, "function": Function, "stance": Stance}.items():
            self.fields[name].choices = capitalised([UNKNOWN, *kind.choices])
        self.fields["roles"].choices = capitalised(Role.choices)
        self.fields["department"] = DepartmentField(
            customer=instance.contact.customer, label=_("Department"), empty_label=_("unknown")
        )

    def get_initial_for_field(self, field, field_name):
        if field_name == "seen":
            # A dossier that was never stored was seen all the same: blank.
            return packed(self._values_of(self.instance))
        return super().get_initial_for_field(field, field_name)

    def clean_roles(self):
        return [role for role in Role.values if role in self.cleaned_data["roles"]]

    def show(self, name, value):
        if name == "roles":
            return listed(capfirst(str(Role(role).label)) for role in value)
        return super().show(name, value)

    def _lock(self):
        if self.instance._state.adding:
            contact = self.instance.contact
            self.instance.pk = Dossier.objects.get_or_create(contact=contact)[0].pk
        return super()._lock()
