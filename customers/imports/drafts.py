from django import forms
from django.forms.utils import ErrorDict


class DraftForm(forms.Form):
    """A form that is drawn anew while somebody fills it in: nothing in it is wrong then."""

    being_filled_in = False

    def full_clean(self):
        if self.being_filled_in:
            self._errors = ErrorDict()
        else:
            super().full_clean()
