"""Draws conditions over everything that the columns and relations of a list can be asked."""

from datetime import timedelta
from functools import cache

from django.http import QueryDict
from hypothesis import strategies as st

from crm.grid.conditions.relations import relations_of
from crm.grid.conditions.tree import GROUPS, Leaf, Related
from tests.grids.oracle.world import NUMBERS, TEXTS

WORDS = [text for text in TEXTS if text] + ["Works 1", "MAIN", "a", "%", "_", "\\", "Wu", "1380"]
DIGITS = ["138", "00138", "8888", "1234", "01", "0571 8"]
FIGURES = [str(number) for number in NUMBERS if number is not None]
FIGURES += ["1", "3", "2.5", "100.01", "10.015", "-1", "99999999999999999999"]
DAYS_AWAY = [-401, -400, -61, -60, -31, -30, -8, -7, -1, 0, 1, 7, 8, 40]
DEEPEST = 4


class Asker:
    """Draws for one reader of a world; `columns(grid class)` are what each list can be asked."""

    def __init__(self, world, reader):
        self.world, self.reader, self.user = world, reader, reader.user
        self.grid, self.columns = cache(self.grid), cache(self.columns)

    def grid(self, kind):
        return kind(self.user, QueryDict())

    def columns(self, kind) -> dict:
        """(column, its operators by key) by name."""
        grid = self.grid(kind)
        asked = {c.name: (c, {o.key: o for o in c.operators(grid)}) for c in grid.columns}
        return {name: known for name, known in asked.items() if known[0].filterable and known[1]}

    def relations(self, kind) -> dict:
        return relations_of(self.grid(kind))

    def parts(self, draw, kind, depth=1) -> tuple:
        number = draw(st.integers(1, 2))
        return tuple(self.part(draw, kind, depth) for _number in range(number))

    def part(self, draw, kind, depth):
        ways = ["leaf", "leaf"] if depth == DEEPEST else ["leaf", "all", "any", "not", "rel", "rel"]
        way = draw(st.sampled_from(ways))
        if way == "leaf":
            return self.leaf(draw, kind)
        if way == "rel":
            return self.related(draw, kind, depth)
        return GROUPS[way](self.parts(draw, kind, depth + 1))

    def related(self, draw, kind, depth):
        key, relation = draw(st.sampled_from(sorted(self.relations(kind).items())))
        quantifier = draw(st.sampled_from(["has", "no", "min", "max", "is"]))
        number = draw(st.integers(0, 3)) if quantifier in ("min", "max", "is") else None
        inside = draw(st.booleans()) and self.parts(draw, relation.grid, depth + 1) or ()
        return Related(key, quantifier, number, inside)

    def leaf(self, draw, kind):
        name = draw(st.sampled_from(sorted(self.columns(kind))))
        column, operators = self.columns(kind)[name]
        key = draw(st.sampled_from(sorted(operators)))
        return Leaf(name, key, self.values(draw, column, operators[key]))

    # --- values ---

    def values(self, draw, column, operator) -> tuple[str, ...]:
        if operator.input_type == "switch":
            return ()
        found = draw(self.lists(operator, self.known(column, operator)))
        return tuple(map(str, self.in_order(found))) if operator.arity == 2 else tuple(found)

    @staticmethod
    def lists(operator, known):
        if operator.arity == 2:
            return st.lists(st.sampled_from(known), min_size=2, max_size=2)
        most = operator.arity or 2
        return st.lists(st.sampled_from(known), min_size=1, max_size=most, unique=True)

    @staticmethod
    def in_order(values):
        return sorted(values, key=lambda value: float(value) if "-" not in value[1:] else value)

    def known(self, column, operator) -> list[str]:
        """Values that the operator understands."""
        if hasattr(operator, "choices"):
            return [str(key) for key, _label in operator.choices]
        ways = {"records": lambda: self.records(column), "date": self.dates}
        ways |= {"number": lambda: self.numbers(operator)}
        return ways.get(operator.input_type, lambda: self.texts(operator))()

    def records(self, column) -> list[str]:
        if hasattr(column, "axis"):
            ids = [c.pk for c in self.world.categories if c.axis == column.axis]
            return [*map(str, ids), "none"]
        if hasattr(column, "match"):
            seen = [pk for pk, one in self.world.customers.items() if self.reader.reads(one)]
            return [*map(str, seen), "none"]
        return [*(str(one.pk) for one in self.world.people), "me", "team", "none"]

    def dates(self) -> list[str]:
        return [str(self.world.today + timedelta(days=away)) for away in DAYS_AWAY]

    @staticmethod
    def numbers(operator) -> list[str]:
        counts_days = hasattr(operator, "days")
        return ["0", "1", "7", "30", "60", "400"] if counts_days else FIGURES

    @staticmethod
    def texts(operator) -> list[str]:
        return DIGITS if type(operator).__name__ == "HasDigits" else WORDS
