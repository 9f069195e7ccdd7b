"""What a column can be asked: the trunk of all operators."""

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 200
MOST_VALUES = 100


class Missable(str):
    """The path of a value that may be missing though its column is never null: a key in JSON."""


def compare(operand, lookup: str, value) -> Q:
    """`operand`, the path of a field or an expression, compared with `value`.

    True or false, never unknown, so that it can be negated. An expression that is `never_null`
    is written only once.
    """
    if getattr(operand, "never_null", False):
        found = operand.output_field.get_lookup(lookup)(operand, value)
        return Q(found) if lookup != "isnull" else Q(pk__isnull=value)
    if isinstance(operand, Missable) and lookup != "isnull":
        return Q(**{f"{operand}__{lookup}": value, f"{operand}__isnull": False})
    if isinstance(operand, str):
        return Q(**{f"{operand}__{lookup}": value})
    kind = operand.output_field.get_lookup
    if lookup == "isnull":
        return Q(kind("isnull")(operand, value))
    return Q(kind(lookup)(operand, value)) & Q(kind("isnull")(operand, False))


class Operator:
    """One question to a column, such as "contains".

    `key` names it in URLs and conditions; the `usual` ones have a place in short dialogs.
    `input_type` says how its values are typed in: "text", "number", "date", "choices",
    "records", "one" (one of `choices`), "switch" (it needs none); two inputs where `arity` is 2.
    `bound` is "low" or "high" where it is one end of a range.
    `operand` is the path of a field, or an expression. One that `reads_text` tells by its answer
    what is written in the field.
    """

    key = ""
    label: object = ""
    input_type = "text"
    arity: int | None = 1
    usual = False
    bound = ""
    reads_text = False

    def __init__(self, operand):
        self.operand = operand

    @property
    def heading(self) -> str:
        return str(self.label)

    def clean(self, values: list[str]) -> list:
        """The values as Python has them. Raises ValidationError, with a sentence, for others."""
        if self.arity is not None and len(values) != self.arity:
            raise ValidationError(_("Give a value."))
        if len(values) > MOST_VALUES:
            raise ValidationError(_("Name at most %(most)d values.") % {"most": MOST_VALUES})
        return [self.clean_one(value) for value in values]

    def clean_one(self, value: str):
        if "\0" in value or len(value) > LONGEST:
            raise unknown(value)
        return value

    def condition(self, values: list, operand=None) -> Q:
        """The rows of which it is true; `operand` is asked instead of the column's own."""
        raise NotImplementedError

    def describe(self, values: list) -> str:
        """What follows the column's name in a sentence: "contains “pump”"."""
        raise NotImplementedError


def unknown(value: str) -> ValidationError:
    return ValidationError(_("“%(value)s” is unknown.") % {"value": value.replace("\0", "")[:60]})


class Empty(Operator):
    """Nothing is entered; `blank` is what stands for nothing besides NULL."""

    key, label = "empty", gettext_lazy("is empty")
    input_type, arity = "switch", 0

    def __init__(self, operand, blank=None):
        self.blank = blank
        super().__init__(operand)

    def condition(self, values, operand=None):
        operand = operand or self.operand
        empty = compare(operand, "isnull", True)
        return empty if self.blank is None else empty | compare(operand, "exact", self.blank)

    def describe(self, values):
        return str(self.label)


class Filled(Empty):
    key, label = "filled", gettext_lazy("is not empty")

    def condition(self, values, operand=None):
        return ~super().condition(values, operand)


def emptiness(operand, blank=None) -> list[Operator]:
    return [Empty(operand, blank), Filled(operand, blank)]


def expression(operand):
    """The operand for use in functions."""
    return F(operand) if isinstance(operand, str) else operand
