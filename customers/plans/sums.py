"""What the numbers of a file come to, and the same numbers in the database."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma

from customers.plans.figures import Figure


@dataclass
class Sum:
    """Of one figure, over what the file names; `currency` "" where there is none."""

    label: str
    currency: str
    in_file: Decimal = Decimal(0)
    in_database: Decimal = Decimal(0)

    @property
    def differs(self) -> bool:
        return self.in_file != self.in_database

    @property
    def shown(self) -> tuple[str, str]:
        return self._shown(self.in_file), self._shown(self.in_database)

    def _shown(self, number: Decimal) -> str:
        """The fen of an amount only where there are any; of others what is not nought."""
        plain = f"{number:.2f}".removesuffix(".00") if self.currency else f"{number.normalize():f}"
        return intcomma(plain, use_l10n=False)


class Sums:
    """By figure and currency, in the order of the figures."""

    def __init__(self, figures: list[Figure]):
        self.figures = figures
        self.found: dict[tuple[int, str], Sum] = {}

    def add(self, said: dict, held: dict):
        for place, figure in enumerate(self.figures):
            if figure.name in said:
                number, currency = said[figure.name]
                there, its = held.get(figure.name, (Decimal(0), currency or figure.currency))
                self._in(place, currency or its).in_file += number
                self._in(place, its).in_database += there

    def _in(self, place: int, currency: str) -> Sum:
        return self.found.setdefault((place, currency), Sum(self.figures[place].label, currency))

    @property
    def all(self) -> list[Sum]:
        return [self.found[place] for place in sorted(self.found)]
