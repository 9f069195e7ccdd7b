"""What the URL asks of a grid. What it does not know it names and ignores."""

import string
from copy import copy
from dataclasses import dataclass

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.addresses import MOVING
from crm.grid.columns import Column
from crm.grid.conditions.where import Where
from crm.grid.filters import Asking
from crm.grid.ordering import MOST_KEYS, Ordering, Term

OTHER = "#"
LETTERS = [*string.ascii_uppercase, OTHER]
RESERVED = {"q", "where", "sort", "cols", "state", "view", *MOVING}


@dataclass(frozen=True)
class Chip:
    """A condition in force, as a phrase with a way out."""

    label: str
    text: str
    url: str
    edit_url: str = ""


class FiltersByColumn(dict):
    """A column's filters by their parameters, made when they are first wanted."""

    def __init__(self, grid):
        super().__init__()
        self.grid = grid

    def __missing__(self, name):
        column = self.grid.columns_by_name[name]
        self[name] = column.filters(self.grid) if column.filterable else {}
        return self[name]


class Asked:
    """The trait of being steered by a QueryDict, kept as `given`. `params` is what it means: the
    same, or the state of the view it opens."""

    def __init__(self, user, params):
        self.user, self.given = user, params
        self.problems: list[str] = []
        self.notes: list[str] = []

    def without(self, names):
        """The same list asked without some of the parameters, which no view brings back."""
        params = self.params.copy()
        for name in ("view", *names):
            params.pop(name, None)
        other = type(self)(self.user, params)
        # What a view or the axes put on this one belongs to the other as well.
        vars(other).update({k: v for k, v in vars(self).items() if k not in known_of(type(self))})
        return other

    @cached_property
    def columns(self) -> list[Column]:
        """Of this grid alone: a column remembers things of the page it is drawn for."""
        return [copy(c) for column in self.declared.values() for c in column.expand(self)]

    @cached_property
    def columns_by_name(self) -> dict:
        return {column.name: column for column in self.columns}

    @cached_property
    def query(self) -> str:
        return self.params.get("q", "").replace("\0", "").strip()[:80]

    @cached_property
    def ordering(self) -> Ordering:
        return self._ordering(self.params.get("sort", "")) or self.usual_ordering

    @cached_property
    def usual_ordering(self) -> Ordering:
        usual = self._ordering(self.default_order)
        if usual is None:
            raise ValueError(f"{type(self).__name__}: no order “{self.default_order}”")
        return usual

    def _ordering(self, text) -> Ordering | None:
        """The order that "-value,name" names; None if it names no column."""
        keys = {part.removeprefix("-"): part for part in reversed(text.split(",")) if part}
        terms = [self._term(name, part) for name, part in reversed(keys.items())]
        known = tuple(term for term in terms if term)[:MOST_KEYS]
        return Ordering(known) if known else None

    def _term(self, name, part) -> Term | None:
        column = self.columns_by_name.get(name)
        if column and column.sortable:
            return Term(column, part.startswith("-"))
        self._name_unknown([part], _("order"))
        return None

    @cached_property
    def chosen_states(self) -> list:
        keys = [key for key in self.params.get("state", "").split(",") if key]
        known = {state.key: state for state in self.states}
        self._name_unknown(set(keys) - known.keys(), _("state"))
        return [known[key] for key in keys if key in known]

    @cached_property
    def letter(self) -> str:
        letter = self.params.get("letter", "").upper()
        if letter and letter not in LETTERS:
            self._name_unknown([letter], _("letter"))
            return ""
        return letter

    @cached_property
    def filters_of(self) -> "FiltersByColumn":
        """The filters of each column by its name."""
        return FiltersByColumn(self)

    @property
    def all_filters(self) -> dict[str, Asking]:
        """Everything that a URL can ask."""
        return {
            name: asking
            for column in self.columns
            for name, asking in self.filters_of[column.name].items()
        }

    def filter_named(self, name: str) -> Asking | None:
        columns = (c for c in self.columns if name == c.name or name.startswith(f"{c.name}_"))
        found = (self.filters_of[column.name].get(name) for column in columns)
        return next(filter(None, found), None)

    @property
    def filtered_columns(self) -> set[str]:
        """The names of the columns that narrow the list down."""
        filters, asked = self.filterset.filters, self.filterset.form.cleaned_data
        return {filters[name].column.name for name, value in asked.items() if value is not None}

    @cached_property
    def filterset(self):
        """Of what the URL asks: a page draws none of the others."""
        asked = {name: self.filter_named(name) for name in self.params if name not in RESERVED}
        self._name_unknown([name for name, found in asked.items() if found is None], _("filter"))
        return self.filterset_of({name: found for name, found in asked.items() if found})

    def filterset_of(self, filters: dict[str, Asking]):
        """A FilterSet, cleaned, of these filters by name."""
        kind = type(f"{type(self).__name__}Filters", (django_filters.FilterSet,), {**filters})
        filterset = kind(self.params, queryset=self.model.objects.none())
        filterset.form.full_clean()
        return filterset

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters and conditions in force."""
        chips = []
        for name, value in self.filterset.form.cleaned_data.items():
            if value is not None:
                filter_ = self.filterset.filters[name]
                text = filter_.describe(value)
                chips.append(Chip(filter_.column.heading, text, self.url(**{name: None})))
        edit = self.where_url if self.key else ""
        said = self.where.said
        return [*chips, *(Chip("", text, self.url(where=rest), edit) for text, rest in said)]

    @cached_property
    def where(self) -> Where:
        where = Where(self.params.get("where", ""), self)
        self.problems += where.problems
        return where

    @property
    def has_letters(self) -> bool:
        return any(field.name == "initial" for field in self.model._meta.concrete_fields)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips or self.query or self.chosen_states)

    @property
    def is_whole(self) -> bool:
        """Whether everything the user may see is asked for, before a state is chosen."""
        return not (self.query or self.filtered_columns or self.where.nodes)

    def note(self, sentence: str):
        """Says once what the list shows otherwise than one might think. It is understood all the
        same: what it shows can be chosen, changed, exported."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _name_unknown(self, names, kind):
        for name in sorted(names):
            self.problems.append(
                _("Unknown %(kind)s “%(name)s” was ignored.") % {"kind": kind, "name": name[:60]}
            )


def known_of(kind: type) -> set[str]:
    """What every grid of this kind finds out by itself."""
    found = {n for c in kind.__mro__ for n, v in vars(c).items() if isinstance(v, cached_property)}
    return found | {"user", "given", "problems", "notes"}
