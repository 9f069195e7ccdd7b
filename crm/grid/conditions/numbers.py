"""What numbers and amounts of money can be asked."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.grid.conditions.operators import Operator, compare, emptiness

# PostgreSQL refuses to compare with a number of many more digits.
NUMBER = forms.DecimalField(max_digits=24, decimal_places=4)
LARGEST = 2**63 - 1
ROUNDED = {"gte": ROUND_CEILING, "lte": ROUND_FLOOR}


class Measured(Operator):
    """A comparison with one number."""

    input_type = "number"
    lookup = "exact"
    sentence: object = ""

    def __init__(self, operand, whole: bool = False):
        self.whole = whole
        super().__init__(operand)

    def clean_one(self, value) -> Decimal:
        return NUMBER.clean(value)

    def condition(self, values, operand=None):
        return self.compared(self.lookup, values[0], operand or self.operand)

    def compared(self, lookup, number: Decimal, operand) -> Q:
        """Whole columns are compared with whole numbers that mean the same."""
        if not self.whole:
            return compare(operand, lookup, number)
        whole = number.to_integral_value(ROUNDED.get(lookup))
        if lookup == "exact" and whole != number:
            return Q(pk__in=[])
        # Of a number beyond the column's own, Django thinks that no row needs to be compared.
        some = compare(operand, "isnull", False)
        return some & compare(operand, lookup, max(min(int(whole), LARGEST), -LARGEST))

    def describe(self, values):
        return str(self.sentence) % {"number": said(values[0])}


class Equals(Measured):
    key, label = "is", gettext_lazy("equals")
    sentence = gettext_lazy("is %(number)s")


class AtLeast(Measured):
    key, label, usual = "min", gettext_lazy("is at least"), True
    bound = "low"
    lookup, sentence = "gte", gettext_lazy("is at least %(number)s")


class AtMost(Measured):
    key, label, usual = "max", gettext_lazy("is at most"), True
    bound = "high"
    lookup, sentence = "lte", gettext_lazy("is at most %(number)s")


class Between(Measured):
    key, label, arity = "between", gettext_lazy("is between"), 2

    def clean(self, values):
        low, high = super().clean(values)
        if low > high:
            raise ValidationError(_("The first of the two must be the smaller."))
        return [low, high]

    def condition(self, values, operand=None):
        operand = operand or self.operand
        low, high = values
        return self.compared("gte", low, operand) & self.compared("lte", high, operand)

    def describe(self, values):
        low, high = map(said, values)
        return _("is between %(low)s and %(high)s") % {"low": low, "high": high}


def said(number: Decimal) -> str:
    return f"{number.normalize():f}"


def number_operators(operand, whole: bool = False) -> list[Operator]:
    kinds = (Equals, AtLeast, AtMost, Between)
    return [*(kind(operand, whole) for kind in kinds), *emptiness(operand)]
