"""What the verbs ask when they are for many customers at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.people.fields import PersonField, ReceiverField
from customers.forms.verbs import VerbForm, reason_field


class EndShareForm(VerbForm):
    receiver = ReceiverField(label=_("With"), help_text=_("A colleague or a whole team."))


class SpreadForm(VerbForm):
    """Assigning to whom the plan says."""

    reason = reason_field(label=_("Reason"), required=False)


def arguments_of(form: forms.Form) -> dict:
    """What a valid form was given, as plain JSON from which the same form is filled again.

    People are kept by id: a typed name may be somebody else's tomorrow.
    """
    return {
        name: as_chosen(field, form.cleaned_data[name])
        if isinstance(field, PersonField)
        else as_sent(form, name)
        for name, field in form.fields.items()
    }


def as_chosen(field, person) -> str:
    return "" if person is None else str(field.prepare_value(person))


def as_sent(form, name):
    """The widget's own reading of what came: text, a list, or a yes or no."""
    value = form[name].data
    return value if isinstance(value, list | bool) else str(value or "")
