"""What two records of one customer have in common: a credit code, a name, a telephone number.

A key is one text: its `Agreement` and what agrees, such as "n恒宇机械" or "p057188886666". Every
record keeps its own, under its table's GIN index; the duplicate check and imports look there.
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy

from crm.matching import Matchable
from customers import company_names

SHORTEST_NUMBER = 7
EXTENSION = " ext. "
NO_DIGIT = re.compile(r"\D")


class Agreement(IntEnum):
    """What of a customer agrees with what was typed, the most telling first."""

    SOURCE, CODE, NAME, PHONE = 0, 1, 2, 3

    @property
    def label(self):
        return LABELS[self]

    @property
    def letter(self) -> str:
        """With which its keys begin."""
        return LETTERS[self]

    @classmethod
    def of(cls, key: str) -> "Agreement":
        return BY_LETTER[key[0]]


LABELS = {
    Agreement.SOURCE: gettext_lazy("same key in the source system"),
    Agreement.CODE: gettext_lazy("same credit code"),
    Agreement.NAME: gettext_lazy("same name"),
    Agreement.PHONE: gettext_lazy("same phone number"),
}
LETTERS = {Agreement.SOURCE: "s", Agreement.CODE: "c", Agreement.NAME: "n", Agreement.PHONE: "p"}
BY_LETTER = {letter: agreement for agreement, letter in LETTERS.items()}


def keys_of(name: str = "", credit_code: str = "", phones: Iterable[str] = ()) -> list[str]:
    """The keys of a customer as it is stored; the most telling first, each once."""
    found = [f"c{credit_code}"] if credit_code else []
    if core := company_names.core(name):
        found.append(f"n{core}")
    return [*found, *phone_keys(phones)]


def phone_keys(numbers: Iterable[str]) -> list[str]:
    digits = (_digits(number) for number in numbers if number)
    return list(dict.fromkeys(f"p{each}" for each in digits if len(each) >= SHORTEST_NUMBER))


@lru_cache(maxsize=4096)
def _digits(number: str) -> str:
    """A stored number without its extension: two lines of one switchboard are one company."""
    return NO_DIGIT.sub("", number.partition(EXTENSION)[0])


class Recognisable(Matchable):
    """The trait of being recognised as a duplicate."""

    derived = (*Matchable.derived, "duplicate_keys")

    duplicate_keys = ArrayField(
        models.TextField(),
        default=list,
        db_default=models.Value([], ArrayField(models.TextField())),
        editable=False,
    )

    class Meta:
        abstract = True

    def derive_names(self):
        super().derive_names()
        self.duplicate_keys = self.keys()

    def keys(self) -> list[str]:
        """By which it is recognised."""
        raise NotImplementedError
