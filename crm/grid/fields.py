"""The filters of a column as the rows of a dialog."""

from collections.abc import Iterable
from functools import cached_property

from django.utils.text import capfirst

TEMPLATES = {
    "choices": "crm/grid/filters/choices.html",
    "records": "crm/grid/filters/records.html",
    "one": "crm/grid/filters/one.html",
    "switch": "crm/grid/filters/switch.html",
}
INPUTS = {"text", "number", "date", "switch"}


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

    @property
    def is_answered(self) -> bool:
        return bool(self.typed) and not (self.input_type == "switch" and self.text == "0")

    @property
    def is_one_of_several(self) -> bool:
        """Whether it can be one of several questions before one input."""
        operator = self.operator
        return self.input_type in INPUTS and operator.arity != 2 and not operator.bound


class Bounds:
    """The two ends of a range, side by side."""

    template = "crm/grid/filters/bounds.html"

    def __init__(self, ends: list[FilterField], label: str):
        self.ends, self.label = ends, label

    @property
    def usual(self) -> bool:
        return any(field.usual for field in self.ends)

    @property
    def typed(self) -> list[str]:
        return [text for field in self.ends for text in field.typed]


class Question:
    """Several questions in one row: a list of them, and the answer to the chosen one."""

    template = "crm/grid/filters/question.html"

    def __init__(self, fields: list[FilterField], label: str):
        self.fields, self.label = fields, label

    @property
    def usual(self) -> bool:
        return any(field.usual for field in self.fields)

    @property
    def typed(self) -> list[str]:
        return self.chosen.typed if self.chosen and self.chosen.is_answered else []

    @cached_property
    def chosen(self) -> FilterField | None:
        """What the URL asks, or what is offered first; nothing is asked without an answer."""
        first = None if self.needs_no_answer else self.fields[0]
        return next((field for field in self.fields if field.is_answered), first)

    @property
    def needs_no_answer(self) -> bool:
        return all(field.input_type == "switch" for field in self.fields)

    @property
    def options(self) -> list[tuple]:
        """(parameter, question, type of its input, whether it is asked)"""
        return [
            (f.name, capfirst(f.operator.heading), f.input_type, f is self.chosen)
            for f in self.fields
        ]


FormRow = FilterField | Bounds | Question


def rows_of(fields: Iterable[FilterField], label: str = "") -> list[FormRow]:
    """The fields of one column in as few rows as they need. What is asked besides the question
    of its row keeps a row of its own, so that nobody loses what they typed."""
    fields = list(fields)
    asked = [field for field in fields if field.is_one_of_several]
    others = [field for field in asked if field.is_answered][1:]
    asked = [field for field in asked if field not in others]
    ends = [field for field in fields if field.operator.bound]
    left = [field for field in fields if field not in (*asked, *ends)]
    if ends:
        # The same question as that of the two ends.
        left = [field for field in left if field.operator.arity != 2 or field.typed]
    made: list[FormRow] = [*left]
    made += [Question(asked, label)] if asked else []
    return [*made, Bounds(ends, label)] if ends else made
