"""Form fields of a customer: telephone numbers, credit code, web address, category."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from crm.people.fields import is_id
from crm.widgets import Combobox
from customers import standards
from customers.classification import Tree

INDENT = "\u2003"


class PhonesField(forms.CharField):
    """Several numbers in one text; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 1, "autocomplete": "off"})

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return standards.phones(super().to_python(value) or "")

    def validate(self, value):
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        super().run_validators("\n".join(value))


class PhoneField(forms.CharField):
    def to_python(self, value):
        text = super().to_python(value)
        return standards.phone(text) if text else text


class CreditCodeField(forms.CharField):
    def to_python(self, value):
        return standards.credit_code(super().to_python(value))


class WebsiteField(forms.URLField):
    widget = forms.TextInput(attrs={"inputmode": "url"})

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value):
        return super().to_python(standards.website(value or ""))


class CategoryField(forms.Field):
    """A place on one axis: a list where it is short, else a field to type into. Cleans to an id.

    `chosen` is the id that stands in the row; an archived category is only accepted there.
    """

    def __init__(self, axis, *, tree=None, chosen: int | None = None):
        """With a `tree` it is a list of the tree; without one, a field to type into."""
        self.axis, self.chosen, self.tree = axis, chosen, tree or Tree(axis)
        widget = self._select() if tree else self._combobox()
        super().__init__(label=axis.name, required=False, widget=widget)

    def _select(self):
        return forms.Select(choices=self._choices)

    def _combobox(self):
        url = reverse_lazy("customers:axis_options", args=[self.axis.key])
        return Combobox(url, self.label_of)

    def _choices(self):
        nodes = self.tree.in_use(keeping=self.chosen)
        return [("", "—"), *((node.pk, INDENT * node.depth + node.name) for node in nodes)]

    def label_of(self, value) -> str:
        node = self.tree.node(int(value)) if is_id(value) else None
        return node.path if node else ""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return self._accepted(int(value)) if is_id(value) else self._named(value)

    def _accepted(self, pk) -> int:
        if pk != self.chosen and not self.axis.categories.in_use().filter(pk=pk).exists():
            raise ValidationError(_("This category is not offered any more. Choose another."))
        return pk

    def _named(self, text) -> int:
        """The only category so named, for those who type and choose nothing."""
        wanted = str(text).strip().casefold()
        found = [node for node in self.tree.in_use() if wanted in node.full_names]
        if len(found) != 1:
            raise ValidationError(
                _("“%(text)s” is not one category of %(axis)s. Choose one from the list.")
                % {"text": str(text)[:80], "axis": self.axis.name}
            )
        return found[0].pk
