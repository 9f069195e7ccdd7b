"""Fields of rules: numbers with their bounds in words, lists of days, a category of any axis."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.people.fields import is_id
from crm.widgets import Combobox
from customers.models import Category
from customers.rules import categories

LONGEST = 3_650
SEVERAL = re.compile(r"[,;，；、\s]+")
MOST_WARNINGS = 10


class Whole(forms.IntegerField):
    """A whole number between two bounds; empty means without limit unless `required`."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a whole number."),
        "min_value": gettext_lazy("At least %(limit_value)s."),
        "max_value": gettext_lazy("At most %(limit_value)s."),
    }

    def __init__(self, label, *, least=1, most=LONGEST, required=False, help_text=""):
        super().__init__(
            label=label, min_value=least, max_value=most, required=required, help_text=help_text
        )
        # Built before the bounds were known to the messages: the field's own words win.
        for validator in self.validators:
            validator.message = self.error_messages.get(validator.code, validator.message)


class OrNothing(Whole):
    """A whole number of which empty means none: 0."""

    def __init__(self, label, **options):
        super().__init__(label, least=0, **options)

    def clean(self, value):
        return super().clean(value) or 0

    def prepare_value(self, value):
        return "" if value == 0 else value


class DayList(forms.Field):
    """Several numbers of days, "7, 3, 1"; cleans to a tuple, the longest first."""

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value

    def to_python(self, value) -> tuple[int, ...]:
        parts = [part for part in SEVERAL.split(str(value or "")) if part]
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise ValidationError(_("Write numbers of days, for example 7, 3, 1."))
        days = {int(part) for part in parts}
        if 0 in days:
            raise ValidationError(_("A warning comes at least one day before."))
        if len(days) > MOST_WARNINGS:
            raise ValidationError(_("Ten warnings at most."))
        return tuple(sorted(days, reverse=True))


class AnyCategoryField(forms.Field):
    """A category of any axis; cleans to its id."""

    def __init__(self, names, **options):
        self.names = names
        url = reverse_lazy("customers:rule_categories")
        widget = Combobox(url, self.label_of, {"placeholder": _("industry, region, value …")})
        super().__init__(widget=widget, **options)

    def label_of(self, value) -> str:
        return self.names.category(value) if is_id(value) and self.names.knows(value) else ""

    def to_python(self, value) -> int | None:
        if value in self.empty_values:
            return None
        found = int(value) if is_id(value) else categories.named(str(value).replace("\0", ""))
        if found is None or not Category.objects.filter(pk=found).exists():
            raise ValidationError(
                _("“%(text)s” is no category. Choose one from the list.")
                % {"text": str(value)[:80]}
            )
        return found
