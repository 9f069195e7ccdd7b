"""What can be asked where one of few values stands, or several of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.grid.conditions.operators import Operator, compare, emptiness, unknown
from crm.words import listed


class OneOf(Operator):
    """Any of the values that were chosen; `choices` are (key, label)."""

    key, label, usual = "any", gettext_lazy("is any of"), True
    input_type, arity = "choices", None
    lookup = "in"
    sentence: object = gettext_lazy("is %(choices)s")

    def __init__(self, operand, choices):
        self.choices = [(str(key), label) for key, label in choices]
        self.keys = {str(key): key for key, _label in choices}
        super().__init__(operand)

    def clean_one(self, value):
        if value not in self.keys:
            raise unknown(value)
        return value

    def condition(self, values, operand=None):
        return compare(operand or self.operand, self.lookup, [self.keys[v] for v in values])

    def describe(self, values):
        labels = dict(self.choices)
        return str(self.sentence) % {"choices": listed(labels[value] for value in values)}


class NotOneOf(OneOf):
    key, label, usual = "not", gettext_lazy("is none of"), False
    sentence = gettext_lazy("is not %(choices)s")

    def condition(self, values, operand=None):
        return ~super().condition(values, operand)


class Includes(OneOf):
    """Of several values that stand there, one of these."""

    label, lookup = gettext_lazy("includes any of"), "overlap"
    sentence = gettext_lazy("includes %(choices)s")


class IncludesAll(OneOf):
    key, label, usual = "all", gettext_lazy("includes all of"), False
    lookup, sentence = "contains", gettext_lazy("includes all of %(choices)s")


class IncludesNone(Includes):
    key, label, usual = "not", gettext_lazy("includes none of"), False
    sentence = gettext_lazy("does not include %(choices)s")

    def condition(self, values, operand=None):
        return ~super().condition(values, operand)


class YesOrNo(Operator):
    key, label, usual = "is", pgettext_lazy("yes or no", "is"), True
    input_type, arity = "choices", None
    choices = [("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]

    def clean_one(self, value):
        if value not in ("1", "0"):
            raise unknown(value)
        return value

    def condition(self, values, operand=None):
        return compare(operand or self.operand, "in", [value == "1" for value in values])

    def describe(self, values):
        labels = dict(self.choices)
        return _("is %(choices)s") % {"choices": listed(labels[value] for value in values)}


def choice_operators(operand, choices, *, can_be_empty=False, blank="") -> list[Operator]:
    empty = emptiness(operand, blank) if can_be_empty else []
    return [OneOf(operand, choices), NotOneOf(operand, choices), *empty]


def array_operators(operand, choices) -> list[Operator]:
    kinds = (Includes, IncludesAll, IncludesNone)
    return [*(kind(operand, choices) for kind in kinds), *emptiness(operand, [])]
