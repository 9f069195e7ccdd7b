"""A filter as a field of a dialog."""

TEMPLATES = {
    "choices": "crm/grid/filters/choices.html",
    "records": "crm/grid/filters/records.html",
    "one": "crm/grid/filters/one.html",
    "switch": "crm/grid/filters/switch.html",
}


class ValueField:
    """What is drawn for the values of one operator under a parameter `name`, by the templates of
    `crm/grid/filters/`; `typed` are the texts that stand there, right or wrong: nobody loses what
    they typed."""

    def __init__(self, name, label, operator, typed: list[str]):
        self.name, self.label, self.operator, self.typed = name, str(label), operator, typed

    @property
    def template(self) -> str:
        return TEMPLATES.get(self.input_type, "crm/grid/filters/input.html")

    @property
    def input_type(self) -> str:
        return self.operator.input_type

    @property
    def id(self) -> str:
        return f"filter-{self.name}"

    @property
    def text(self) -> str:
        return self.typed[0] if self.typed else ""

    @property
    def texts(self) -> list[str]:
        """What stands in each input of an operator that has two."""
        return [*self.typed, "", ""][:2]

    @property
    def choices(self) -> list:
        return [(str(value), label) for value, label in self.operator.choices]

    @property
    def tokens(self) -> list:
        return self.operator.tokens(self.typed)

    @property
    def words(self) -> list:
        return list(self.operator.words.items())

    @property
    def options_url(self) -> str:
        return self.operator.where_to_find()


class FilterField(ValueField):
    """The same for a filter of a URL."""

    def __init__(self, name, filter_, form):
        self.filter = filter_
        widget = form.fields[name].widget
        typed = widget.value_from_datadict(form.data, form.files, name)
        super().__init__(name, filter_.label, filter_.operator, typed)

    @property
    def usual(self) -> bool:
        return self.filter.usual
