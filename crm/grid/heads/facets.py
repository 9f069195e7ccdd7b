"""The checkbox list of a heading: every value of a column, and how many rows have it.

Counted are the rows that match everything but the column's own filter, only those the user may
see, and of these only the ones whose value is whole for them; one grouped query a facet.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, F, Func, Min
from django.db.models.functions import Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm import naming
from crm.grid.conditions.operators import LONGEST
from crm.grid.conditions.records import NONE
from crm.people.fields import is_id

SHOWN = 50
SPELLINGS_KEPT = 20_000


@dataclass(frozen=True)
class Option:
    """One line: `value` is what the filter's parameter takes, `depth` its level in a tree."""

    value: str
    label: str
    count: int
    depth: int = 0
    chosen: bool = False

    @property
    def number(self) -> str:
        return intcomma(self.count, use_l10n=False)


class Facet:
    """The values of `column` in `grid`, of which `find` (a name, pinyin, initials) leaves some.

    A subclass says what to group by and turns the counted keys into options.
    """

    input_type = "checkbox"
    parameter_ending = ""

    def __init__(self, column, grid, find: str = ""):
        self.column, self.grid, self.find = column, grid, find
        self.terms = naming.query_terms(find)

    @property
    def parameter(self) -> str:
        """The name under which a chosen value is asked for."""
        return f"{self.column.name}{self.parameter_ending}"

    @cached_property
    def chosen(self) -> list[str]:
        return self.grid.filterset.form.cleaned_data.get(self.parameter) or []

    @property
    def refusal(self) -> str:
        """Why nothing is listed, where it would take too long."""
        return ""

    @property
    def filter(self):
        return self.grid.filters_of[self.column.name][self.parameter]

    @cached_property
    def others(self):
        """The list as it would be without the column's own filter; every row of it is counted."""
        return self.grid.without(self.grid.filters_of[self.column.name]).as_scanned()

    @property
    def rows(self):
        return self.others.countable(self.column)

    @property
    def key(self):
        return F(self.column.path)

    @cached_property
    def counts(self) -> dict:
        """{key: number of rows}."""
        keyed = self.rows.order_by().annotate(facet_key=self.key).values_list("facet_key")
        return dict(keyed.annotate(facet_count=Count("*")))

    @cached_property
    def found(self) -> list[Option]:
        """Those that `find` names, and whatever is chosen: nothing chosen goes out of sight."""
        lines = [replace(line, chosen=line.value in self.chosen) for line in self.lines()]
        return [line for line in lines if line.chosen or self.is_found(line)]

    def is_found(self, line) -> bool:
        return all(term in spellings(line.label) for term in self.terms)

    @cached_property
    def options(self) -> list[Option]:
        return [*self.found[:SHOWN], *(line for line in self.found[SHOWN:] if line.chosen)]

    @property
    def left_out(self) -> int:
        return len(self.found) - len(self.options)

    @property
    def is_searchable(self) -> bool:
        return bool(self.find or self.left_out) or len(self.found) > 7

    @property
    def told(self) -> list[str]:
        """Why some rows were not counted."""
        return [*self.others.problems, *self.others.notes]

    def lines(self) -> list[Option]:
        raise NotImplementedError

    def empty(self) -> list[Option]:
        """The line of the rows without a value."""
        count = self.counts.get(None, 0)
        is_of_use = (count and not self.terms) or NONE in self.chosen
        return [Option(NONE, _("none"), count)] if is_of_use else []


class ChoiceFacet(Facet):
    """Choices in their own order, those of no row too: a stage that is empty says something."""

    @property
    def choices(self) -> list[tuple]:
        return [(value, label) for value, label in self.filter.operator.choices if value != ""]

    @cached_property
    def by_text(self) -> dict[str, int]:
        """The counts by their keys as a URL names them."""
        return {str(key): count for key, count in self.counts.items()}

    def count_of(self, value) -> int:
        return self.by_text.get(str(value), 0)

    def lines(self):
        return [Option(str(v), str(label), self.count_of(v)) for v, label in self.choices]


class ArrayFacet(ChoiceFacet):
    """Choices of which a row has several: it counts under each."""

    @property
    def key(self):
        return Func(F(self.column.path), function="unnest")


class FlagFacet(ChoiceFacet):
    def count_of(self, value):
        return self.counts.get(value == "1", 0)


class RecordFacet(Facet):
    """Other records by id, those with most rows first."""

    def lines(self):
        names = self.names
        by_count = sorted(names, key=lambda pk: (-self.counts.get(pk, 0), names[pk]))
        lines = [Option(str(pk), names[pk], self.counts.get(pk, 0)) for pk in by_count]
        return [*self.empty(), *lines]

    @cached_property
    def names(self) -> dict[int, str]:
        """{id: name} of what the rows have, and of what is chosen as far as the filter names it."""
        tokens = self.filter.operator.tokens(self.chosen)
        chosen = {int(value): str(name) for value, name in tokens if is_id(value)}
        records = self.column.field.related_model.objects.filter(pk__in=self.counts)
        return chosen | {record.pk: str(record) for record in records}


class PersonFacet(RecordFacet):
    """People; whoever looks stays `me`, and their team `team`, where the filter says so."""

    def lines(self):
        words = self.filter.operator.words
        asked = [word for word in self.chosen if word in words and word != NONE]
        return [*(self.line_of(word) for word in asked), *super().lines()]

    def line_of(self, word) -> Option:
        operator = self.filter.operator
        count = self.rows.filter(operator.condition([word])).count()
        return Option(word, str(operator.words[word]), count)


class TextFacet(Facet):
    """What is written most often, one of which can be chosen; case makes no difference."""

    input_type = "radio"
    parameter_ending = "_is"

    @property
    def refusal(self):
        if self.others.count.capped:
            return _("Too many rows to list what is written: narrow them down first.")
        return ""

    @cached_property
    def counts(self):
        rows = self.rows.order_by().annotate(facet_key=Upper(self.column.text_path))
        counted = rows.values("facet_key").annotate(n=Count("pk"), said=Min(self.column.text_path))
        found = counted.exclude(facet_key="").order_by("-n", "facet_key")
        return dict(found.values_list("said", "n"))

    def lines(self):
        if self.refusal:
            return []
        return [Option(text, text, count) for text, count in self.counts.items() if is_short(text)]


def is_short(text: str) -> bool:
    """Whether it can be asked for to the letter."""
    return bool(text.strip()) and len(text) <= LONGEST


@lru_cache(maxsize=SPELLINGS_KEPT)
def spellings(label: str) -> str:
    return naming.search_text([label], surname=True)
