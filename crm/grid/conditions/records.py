"""What can be asked where another record stands: one of several, or none."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from crm.grid.conditions.operators import Operator, compare, unknown
from crm.people.fields import is_id
from crm.people.principals import team_mates
from crm.words import listed

NONE = "none"


class Ids(Operator):
    """One of several records named by id, or none of them at all.

    A subclass says which `records` the ids name and where they can be looked up. `words` are let
    through besides: a word and what it is called.
    """

    key, label, usual = "any", gettext_lazy("is any of"), True
    input_type, arity = "records", None
    words: dict = {NONE: gettext_lazy("none")}
    options_url = ""
    sentence: object = gettext_lazy("is %(names)s")

    def __init__(self, operand, grid):
        self.grid = grid
        self.named: dict[str, object] = {}
        super().__init__(operand)

    def clean(self, values):
        values = super().clean(list(dict.fromkeys(values)))
        wanted = [value for value in values if value not in self.words]
        self.named |= {str(record.pk): record for record in self.records(map(int, wanted))}
        # Of what exists and what does not, somebody who may not see it is told the same.
        if missing := [value for value in wanted if value not in self.named]:
            raise unknown(missing[0])
        return values

    def clean_one(self, value):
        if value not in self.words and not is_id(value):
            raise unknown(value)
        return value if value in self.words else str(int(value))

    def records(self, ids):
        """The records of these ids that the reader may know of."""
        raise NotImplementedError

    def condition(self, values, operand=None):
        operand = operand or self.operand
        matches = self.among(self.ids_in(values), operand)
        return matches | self.none(operand) if NONE in values else matches

    def ids_in(self, values) -> list[int]:
        return [int(value) for value in values if is_id(value)]

    def among(self, ids, operand) -> Q:
        return compare(operand, "in", ids)

    def none(self, operand) -> Q:
        return compare(operand, "isnull", True)

    def where_to_find(self) -> str:
        """The URL that answers a combobox with these records."""
        return reverse(self.options_url)

    def tokens(self, values) -> list[tuple[str, str]]:
        """(value, name) of every record chosen."""
        return [(value, str(self.named[value])) for value in values if value in self.named]

    def describe(self, values):
        words = [str(self.words[value]) for value in values if value in self.words]
        return str(self.sentence) % {"names": listed([*words, *self.names_of(values)])}

    def names_of(self, values) -> list[str]:
        return [name for _value, name in self.tokens(values)]


class NoneOf:
    """The trait of asking the opposite, of those without any record too."""

    key, label, usual = "not", gettext_lazy("is none of"), False
    sentence = gettext_lazy("is not %(names)s")

    def condition(self, values, operand=None):
        return ~super().condition(values, operand)


class People(Ids):
    """Users by id; `me` is whoever looks, so that a link means each reader's own."""

    words = {"me": gettext_lazy("me"), "team": gettext_lazy("my team"), **Ids.words}
    options_url = "people:options"

    def ids_in(self, values):
        ids = super().ids_in(values)
        ids += [self.grid.user.pk] if "me" in values else []
        return ids + (team_mates(self.grid.user) if "team" in values else [])

    def records(self, ids):
        return get_user_model().objects.filter(pk__in=list(ids))


class NotPeople(NoneOf, People):
    pass


def person_operators(operand, grid) -> list[Operator]:
    return [People(operand, grid), NotPeople(operand, grid)]
