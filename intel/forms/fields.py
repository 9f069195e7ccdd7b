"""Widgets and fields that the forms of this room share."""

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from customers.fields import INDENT
from intel.models import Department
from intel.organisation import in_order

UNKNOWN = ("", capfirst(_("unknown")))


class Checks(forms.CheckboxSelectMultiple):
    template_name = "intel/widgets/checks.html"


class FreeCombobox(forms.TextInput):
    """A text that may be anything; `options_url` offers what was written before."""

    template_name = "intel/widgets/free_combobox.html"

    def __init__(self, options_url, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.options_url = options_url

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"options_url": self.options_url}


class InTreeOrder(ModelChoiceIterator):
    def __iter__(self):
        yield ("", self.field.empty_label)
        for branch in self.field.offered:
            label = INDENT * branch.depth + branch.department.name
            yield self.field.prepare_value(branch.department), label


class DepartmentField(forms.ModelChoiceField):
    """A living department of one customer, chosen from the tree."""

    iterator = InTreeOrder
    default_error_messages = {
        "invalid_choice": _("There is no such department at this customer. Choose another.")
    }

    def __init__(self, *, customer, without=None, **kwargs):
        """`without` is a department whose own branch is not offered."""
        branches = list(in_order(customer))
        own = [
            part for branch in branches if branch.department == without for part in branch.walk()
        ]
        self.offered = [branch for branch in branches if branch not in own]
        living = Department.objects.filter(customer=customer, deleted_at__isnull=True)
        super().__init__(queryset=living, required=False, **kwargs)
