"""One thing known about a person."""

import pghistory
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.editing import ThreeWayForm
from crm.widgets import DayInput
from intel.models import Fact
from sales.forms.fields import Segments, capitalised, lines_input


class FactForm(ThreeWayForm):
    class Meta:
        model = Fact
        fields = ["text", "topic", "confidence", "source", "learned_on"]
        widgets = {"text": lines_input(3), "learned_on": DayInput()}
        help_texts = {"source": gettext_lazy("Who said it, or where it was seen.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topics = [("", _("choose")), *Fact.Topic.choices]
        self.fields["topic"].choices = capitalised(topics)
        self.fields["confidence"] = forms.ChoiceField(
            label=_("Confidence"), choices=capitalised(Fact.Confidence.choices), widget=Segments
        )

    def clean_learned_on(self):
        day = self.cleaned_data["learned_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def record(self, *, by) -> Fact:
        """Saves what a valid form says."""
        self.instance.recorded_by = by
        with pghistory.context(user=by.pk):
            self.instance.save()
        return self.instance
