"""What is known of an opportunity; its stage and its end are moved by verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.people.fields import PersonField
from crm.widgets import DayInput
from sales.forms.engaged import EngagedForm
from sales.forms.fields import capitalised, lines_input
from sales.models import Opportunity


class OpportunityForm(EngagedForm):
    owner = PersonField(label=_("Owner"))

    class Meta:
        model = Opportunity
        fields = ["name", "need", "amount", "currency", "expected_close", "owner"]
        widgets = {"need": lines_input(3), "expected_close": DayInput()}


class NewOpportunityForm(OpportunityForm):
    stage = forms.TypedChoiceField(
        label=_("Stage"), coerce=int, choices=(), initial=Opportunity.Stage.COLLECT
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ahead = [c for c in Opportunity.Stage.choices if c[0] < Opportunity.Stage.SERVICE]
        self.fields["stage"].choices = capitalised(ahead)

    def start(self, *, by) -> Opportunity:
        """Saves what a valid form says."""
        self.instance.stage = self.cleaned_data["stage"]
        self.instance.start(by=by)
        return self.instance


class LossForm(forms.Form):
    reason = forms.CharField(
        label=_("Why was it lost?"),
        max_length=2_000,
        widget=lines_input(3),
        help_text=_("Price, product, a rival's ties, no budget…"),
    )
