"""What is written in words about a request."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.widgets import DayInput
from customers.forms.verbs import LAST_DAY, LONGEST_REASON, reason_field


class AskForm(forms.Form):
    """What a refused form knows already: all of it optional, what is odd is left out."""

    reason = forms.CharField(max_length=LONGEST_REASON, required=False)
    until = forms.DateField(required=False)

    def wanted(self) -> dict:
        """The fields that hold something plausible."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        until = found.pop("until", None)
        is_plausible = until and timezone.localdate() < until <= LAST_DAY
        return {**found, "until": until.isoformat()} if is_plausible else found


class NoteForm(forms.Form):
    text = reason_field(label=_("Reason"))


class RulingForm(forms.Form):
    outcome = forms.ChoiceField(choices=[(o, o) for o in ("holder", "asker", "pool")])
    note = reason_field(label=_("Note"), required=False)


class EvidenceForm(forms.Form):
    happened_on = forms.DateField(label=_("When"), widget=DayInput)
    text = reason_field(label=_("What happened"))
