"""A heading of the table, or of the phone's list of columns."""

from django.utils.translation import gettext as _

from crm.grid.ordering import MOST_KEYS
from crm.words import listed


class Heading:
    """One column's heading: its order, its mark, whether it filters, the way to its menu."""

    def __init__(self, grid, column):
        self.grid, self.column = grid, column

    @property
    def term(self):
        """The term of the order that is this column's; None if it is none of it."""
        return self.grid.ordering.term_of(self.column)

    @property
    def mark(self) -> str:
        return "" if self.term is None else "▼" if self.term.descending else "▲"

    @property
    def aria_sort(self) -> str:
        return {"▲": "ascending", "▼": "descending"}.get(self.mark, "")

    @property
    def sort_url(self) -> str:
        """This order; the other way round where it is the order."""
        if not self.column.sortable:
            return ""
        falls = self.term is not None and not self.term.descending
        return self.grid.url(sort=f"-{self.column.name}" if falls else self.column.name)

    @property
    def further_url(self) -> str:
        """This column as the last key of the order; the other way round where it is one."""
        own = f"-{self.column.name}" if self.mark == "▲" else self.column.name
        return further_url(self.grid, self.column, own)

    @property
    def rank(self) -> int:
        return self.grid.ordering.rank_of(self.column)

    @property
    def rank_said(self) -> str:
        """The same for who does not see the number beside the mark."""
        words = {"rank": self.rank, "count": len(self.grid.ordering.terms)}
        return _("sort key %(rank)d of %(count)d") % words

    @property
    def menu_url(self) -> str:
        return self.grid.url(part="head", column=self.column.name)

    @property
    def is_filtered(self) -> bool:
        return self.column.name in self.grid.filtered_columns

    @property
    def can_do_something(self) -> bool:
        return self.column.sortable or self.can_be_asked

    @property
    def can_be_asked(self) -> bool:
        return self.column.filterable and bool(self.column.operators(self.grid))

    @property
    def said(self) -> str:
        """What the column is narrowed down to, in words."""
        known, asked = self.grid.filterset.filters, self.grid.filterset.form.cleaned_data
        own = [name for name, found in known.items() if found.column.name == self.column.name]
        return listed(known[name].describe(asked[name]) for name in own if asked[name] is not None)


def further_url(grid, column, term: str) -> str:
    """The list with `term`, a key of `column`, as the last key of its order; "" takes it away."""
    kept = grid.ordering.others(column)[: MOST_KEYS - 1] if term else grid.ordering.others(column)
    return grid.url(sort=",".join([*map(str, kept), *filter(None, [term])]))
