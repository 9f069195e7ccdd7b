"""Lists of pooled customers and their contacts: what is covered cannot be searched out either."""

from django.db.models import Case, Field, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid import Grid
from crm.grid.filters import Contains
from crm.grid.paging import Ordering
from customers.pool.masked import HIDDEN
from customers.pool.masking import COVERED, PROSE, Masks, Prose, way_to_customer
from customers.rules.sections import Shown


class OpenPart:
    """A column to order by: rows whose value the reader does not see whole stand last, in no
    order that would tell it."""

    def __init__(self, column, closed):
        self.column, self.closed = column, closed

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.column, name)

    def sort_expression(self):
        return Case(When(~self.closed, then=self.column.sort_expression()))

    def sort_field(self):
        """A text of no kind: no index answers a CASE, so nothing has to be hidden from one."""
        return Field()

    def sort_is_nullable(self):
        return True


class CoveredGrid(Grid):
    """The trait of showing pooled customers as the rules of their pool let this reader see them.

    Cells and exports come from covered records; a filter, an order or a letter of a covered
    column leaves out the rows on which the reader does not see it whole.
    """

    @cached_property
    def masks(self) -> Masks:
        return Masks(self.user)

    def base(self):
        """With the customer: whose it is decides how the row shows."""
        rows, way = super().base(), way_to_customer(self.model)
        return rows.select_related(way.removesuffix("__")) if way else rows

    def closed(self, column, *shown):
        """The rows on which `column` is not whole for this reader; None if there are none."""
        return self.masks.closed(self.key_of(column), way_to_customer(self.model), *shown)

    def key_of(self, column):
        return COVERED[self.model].get(column.path, column.path)

    @cached_property
    def unpositioned(self):
        rows = super().unpositioned
        if self.query:
            rows = self.masks.openly(rows, self.query)
        name = self.columns_by_name.get("name")
        if self.letter and name and (closed := self.closed(name)):
            rows = self._without(rows, closed, name)
        return rows

    def _filtered(self, rows):
        rows = super()._filtered(rows)
        for name, value in self.filterset.form.cleaned_data.items():
            if value and isinstance(self.filterset.filters[name], Contains):
                rows = self._openly_filtered(rows, self.columns_by_name[name], value)
        return rows

    def _openly_filtered(self, rows, column, value):
        """Free text is still searched, as it shows."""
        closed = self.closed(column)
        if closed and self.key_of(column) in PROSE:
            said = f"said_{column.name}"
            rows = rows.alias(**{said: Prose(column.path)})
            rows = rows.filter(~closed | Q(**{f"{said}__icontains": value}))
            closed = self.closed(column, (Shown.HIDDEN,))
        return self._without(rows, closed, column) if closed else rows

    def countable(self, column):
        closed = self.closed(column)
        return self._without(self.rows, closed, column) if closed else self.rows

    def _without(self, rows, closed, column):
        sentence = _("Customers of a pool that masks “%(column)s” were left out.")
        self.problems.append(sentence % {"column": column.heading})
        return rows.filter(~closed)

    def _ordering(self, text):
        ordering = super()._ordering(text)
        if ordering and (closed := self.closed(ordering.column)):
            return Ordering(OpenPart(ordering.column, closed), ordering.descending)
        return ordering

    def naming(self):
        name = super().naming()
        linked = next((c for c in self.declared.values() if c.link), None)
        closed = self.closed(linked) if linked else None
        return Case(When(~closed, then=name), default=Value(HIDDEN)) if closed else name

    def load(self, records):
        self.masks.cover(records)
        super().load(records)
