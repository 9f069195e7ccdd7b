"""What texts can be asked, and phone numbers."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Func, TextField, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.conditions.operators import Operator, compare, emptiness, expression


class Written(Operator):
    """A question about the text itself."""

    reads_text = True
    lookup = "icontains"
    sentence: object = ""

    def clean_one(self, value):
        if not value.strip():
            raise ValidationError(_("Give a value."))
        return super().clean_one(value)

    def condition(self, values, operand=None):
        return compare(operand or self.operand, self.lookup, values[0])

    def describe(self, values):
        return str(self.sentence) % {"text": values[0]}


class Contains(Written):
    key, label, usual = "has", gettext_lazy("contains"), True
    sentence = gettext_lazy("contains “%(text)s”")


class Starts(Written):
    key, label, lookup = "starts", gettext_lazy("starts with"), "istartswith"
    sentence = gettext_lazy("starts with “%(text)s”")


class Is(Written):
    key, label, lookup = "is", gettext_lazy("is"), "iexact"
    sentence = gettext_lazy("is “%(text)s”")


class IsNot(Is):
    key, label = "not", gettext_lazy("is not")
    sentence = gettext_lazy("is not “%(text)s”")

    def condition(self, values, operand=None):
        return ~super().condition(values, operand)


def text_operators(operand) -> list[Operator]:
    kinds = (Contains, Starts, Is, IsNot)
    return [*(kind(operand) for kind in kinds), *emptiness(operand, "")]


class Digits(Func):
    """The digits of a phone number, or of several in an array, however they are spaced."""

    output_field = TextField()

    def __init__(self, operand, several: bool):
        if several:
            operand = Func(expression(operand), Value(","), function="array_to_string")
        kept = Value("[^0-9,]"), Value(""), Value("g")
        super().__init__(expression(operand), *kept, function="regexp_replace")


class HasDigits(Contains):
    """A part of a number, compared digit by digit."""

    def __init__(self, operand, several: bool):
        self.several = several
        super().__init__(operand)

    def clean_one(self, value):
        if not digits_of(value):
            raise ValidationError(_("Type some digits of the number."))
        return super().clean_one(value)

    def condition(self, values, operand=None):
        found = Digits(operand or self.operand, self.several)
        return compare(found, "contains", digits_of(values[0]))


def digits_of(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def phone_operators(operand, several: bool) -> list[Operator]:
    return [HasDigits(operand, several), *emptiness(operand, [] if several else "")]
