"""The menu of a heading, as its template draws it."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.text import capfirst

from crm.grid.fields import FilterField, FormRow, rows_of
from crm.grid.heads.heading import further_url
from crm.words import listed


@dataclass(frozen=True)
class Order:
    """One way of ordering by a column, "A to Z"; `icon` is its Lucide name."""

    label: str
    url: str
    icon: str
    is_current: bool


class HeadField(FilterField):
    """A filter under its own heading, which need not say the column again."""

    def __init__(self, name, filter_, form):
        super().__init__(name, filter_, form)
        self.label = capfirst(self.operator.heading)


class Menu:
    """What can be done with one column of `grid`: order, filter, values, place."""

    def __init__(self, grid, column):
        self.grid, self.column = grid, column

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def heading(self) -> str:
        return self.column.heading

    @property
    def filters(self) -> dict:
        return self.grid.filters_of[self.name]

    @cached_property
    def fields(self) -> list[FormRow]:
        """The filters besides the list of values, each called by its question."""
        filterset = self.grid.filterset_of(self.filters)
        names = [name for name in self.filters if name != self.listed]
        fields = (HeadField(n, filterset.filters[n], filterset.form) for n in names)
        return rows_of(fields)

    @property
    def usual_fields(self) -> list[FormRow]:
        return [field for field in self.fields if field.usual or field.typed]

    @property
    def other_fields(self) -> list[FormRow]:
        return [field for field in self.fields if not (field.usual or field.typed)]

    @property
    def has_facet(self) -> bool:
        return bool(self.filters) and self.column.has_facet

    @property
    def listed(self) -> str:
        """The parameter that the list of values is for."""
        return self.facet.parameter if self.has_facet else ""

    @cached_property
    def facet(self):
        return self.column.facet(self.grid, self.grid.params.get("find", ""))

    @property
    def facet_url(self) -> str:
        return self.grid.url(part="facet", column=self.name)

    @property
    def find_url(self) -> str:
        """Where the list is searched; what is ticked comes from the boxes."""
        return self.grid.url(part="facet", column=self.name, **{self.listed: None})

    @property
    def is_filtered(self) -> bool:
        return any(self.grid.params.get(name) for name in self.filters)

    @property
    def cleared_url(self) -> str:
        return self.grid.url(**dict.fromkeys(self.filters))

    @property
    def kept(self) -> list[tuple]:
        """What the form must carry along, as (name, value)."""
        return self.grid.kept_but(self.filters)

    @property
    def orders(self) -> list[Order]:
        """This column alone."""
        return self._orders(lambda term: self.grid.url(sort=term), is_current=not self.others)

    @property
    def further_orders(self) -> list[Order]:
        """This column after the others, where an order was asked for that has others."""
        if not (self.others and self.grid.params.get("sort")):
            return []
        return self._orders(lambda term: further_url(self.grid, self.column, term))

    @property
    def others(self) -> list:
        return self.grid.ordering.others(self.column)

    @property
    def others_said(self) -> str:
        return listed(term.column.heading for term in self.others)

    @property
    def without_url(self) -> str:
        """The order without this column; "" where it is none of several."""
        is_one = self.grid.ordering.rank_of(self.column)
        return further_url(self.grid, self.column, "") if is_one else ""

    def _orders(self, url_of, is_current=True) -> list[Order]:
        if not self.column.sortable:
            return []
        (rising, falling), term = self.column.order_words, self.grid.ordering.term_of(self.column)
        rises = is_current and term is not None and not term.descending
        falls = is_current and term is not None and term.descending
        return [
            Order(rising, url_of(self.name), "arrow-up", rises),
            Order(falling, url_of(f"-{self.name}"), "arrow-down", falls),
        ]

    # --- its place, which is remembered ---

    @property
    def can_be_placed(self) -> bool:
        return bool(self.grid.key) and self.column in self.grid.shown_columns

    @property
    def neighbours(self) -> list:
        """The columns it can change places with: the pinned stand before the others."""
        return [c for c in self.grid.shown_columns if bool(c.pin) == bool(self.column.pin)]

    @property
    def may_go_left(self) -> bool:
        return self.neighbours[0] is not self.column

    @property
    def may_go_right(self) -> bool:
        return self.neighbours[-1] is not self.column
