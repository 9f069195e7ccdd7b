"""Whose customers are to be handed over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.people.fields import PersonField


class LeaverForm(forms.Form):
    leaver = PersonField(label=_("Who leaves or moves?"), query="?of=mine")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leaver"].among = User.objects.led_by(user)
