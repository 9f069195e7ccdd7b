"""A filter as a field of the filter dialog."""

TEMPLATES = {
    "choices": "crm/grid/filters/choices.html",
    "records": "crm/grid/filters/records.html",
}


class FilterField:
    """What the dialog draws for one filter: its name, label and what is chosen now."""

    def __init__(self, name, filter_, form):
        self.name, self.filter, self.form = name, filter_, form

    @property
    def template(self) -> str:
        return TEMPLATES.get(self.input_type, "crm/grid/filters/input.html")

    @property
    def input_type(self) -> str:
        return self.filter.input_type

    @property
    def label(self) -> str:
        return str(self.filter.label)

    @property
    def text(self) -> str:
        """What was typed, right or wrong: nobody loses what they typed."""
        return self.form.data.get(self.name, "")

    @property
    def values(self) -> list:
        return self.form.cleaned_data.get(self.name) or []

    @property
    def choices(self) -> list:
        return [(str(value), label) for value, label in self.filter.extra["choices"]]

    @property
    def tokens(self) -> list:
        return self.filter.tokens(self.values)

    @property
    def options_url(self) -> str:
        return self.filter.where_to_find()
