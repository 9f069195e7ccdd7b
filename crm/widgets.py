"""Widgets that forms of every room use."""

from django import forms


class Combobox(forms.TextInput):
    """A text field that offers what fits from `options_url`; a hidden one carries the value.

    `label_of(value)` is the text shown for a value. Without JavaScript the typed text itself is
    posted, and the field has to find out whom or what it names.
    """

    template_name = "crm/widgets/combobox.html"

    def __init__(self, options_url, label_of, attrs=None):
        super().__init__(attrs)
        self.options_url, self.label_of = options_url, label_of

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        label = self.label_of(value) if value else ""
        return context | {"label": label or value or "", "options_url": self.options_url}

    def value_from_datadict(self, data, files, name):
        value, typed = data.get(name, ""), data.get(f"{name}-typed")
        untouched = typed is None or typed.strip() == str(self.label_of(value) if value else "")
        return value if untouched else typed.strip()

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-typed" not in data


class DayInput(forms.DateInput):
    """A calendar day, as the browser's own picker writes it."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
