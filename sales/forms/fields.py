"""Widgets and fields that the forms of this room share."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from sales.days import plausible


class Segments(forms.RadioSelect):
    """Radio buttons side by side: one tap instead of an opened list."""

    template_name = "sales/widgets/segments.html"


class Moment(forms.DateTimeField):
    """A day and an hour, as the browser's own picker writes them."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_validators = [plausible]


class Number(forms.DecimalField):
    """Refuses NaN as it is read: to compare a signalling one with what was there is an error."""

    def to_python(self, value):
        number = super().to_python(value)
        if number is not None and not number.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def lines_input(rows=2, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def capitalised(choices):
    return [(value, capfirst(str(label))) for value, label in choices]
