"""The verbs on a checked import: what becomes of rows whose customer exists already."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.people.access import admin_required
from crm.refusals import Refused
from customers.imports import running
from customers.imports.difference import deciding
from customers.imports.kinds import Kind, kind_of
from customers.imports.mapping import Mapping
from customers.models import SheetImport
from customers.models.imports import Policy


class PolicyForm(forms.ModelForm):
    """What is done with rows whose customer exists already."""

    class Meta:
        model = SheetImport
        fields = ("policy", "policy_by_phone", "policy_by_key", "overwrites_hands")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not (kind := kind_of(self.instance)).is_of_customers:
            self._ask_of_records(kind)
            return
        if not self.instance.is_sourced:
            del self.fields["policy_by_key"], self.fields["overwrites_hands"]
            return
        # A key means one customer: another one of it cannot be.
        choices = [(value, label) for value, label in Policy.choices if value != Policy.CREATE]
        self.fields["policy_by_key"].choices = choices

    def _ask_of_records(self, kind: Kind):
        """Of what is no customer only whether it is there already."""
        for name in ("policy_by_phone", "policy_by_key", "overwrites_hands"):
            del self.fields[name]
        self.fields["policy"].label = capfirst(_("when it exists already"))
        self.fields["policy"].choices = [(each.value, each.label) for each in kind.policies]


@require_POST
@admin_required
def policies(request, pk):
    """Another policy: every row is compared anew, and what was decided is forgotten."""
    found = get_object_or_404(SheetImport, pk=pk)
    form = PolicyForm(request.POST, instance=found)
    if not form.is_valid():
        raise Refused(_("This is no choice."), _("Choose one of the list."))
    running.start_check(found, Mapping.of(found), by=request.user, **form.cleaned_data)
    return redirect("customers:import", pk)


@require_POST
@admin_required
def decide(request, pk):
    """The same for all rows that are asked about."""
    found = get_object_or_404(SheetImport, pk=pk)
    decision = request.POST.get("decision")
    if decision not in Policy.values or decision == Policy.ASK:
        raise Refused(_("This is no choice."), _("Choose one of the list."))
    deciding.decide(found, decision, by=request.user)
    return redirect("customers:import", pk)
