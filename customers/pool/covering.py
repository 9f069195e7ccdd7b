"""Lists of pooled customers and their contacts: what is covered cannot be searched out either."""

from django.db.models import Case, Field, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid import Grid
from crm.grid.ordering import Term
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

    def sort_is_indexed(self, conditions=(None,)):
        return False


class CoveredGrid(Grid):
    """The trait of showing pooled customers as the rules of their pool let this reader see them.

    Cells and exports come from covered records; a filter of a covered column leaves out the rows
    on which the reader does not see it whole, an order puts them last, a letter passes them by.
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
        if key := getattr(column, "mask_key", None):
            return key
        return COVERED[self.model].get(column.path, column.path)

    @cached_property
    def unpositioned(self):
        rows = super().unpositioned
        if self.query:
            rows = self.masks.openly(rows, self.query)
        return rows

    def lettered(self, letter):
        """Of the rows whose name the reader sees whole: a place in the list would tell it."""
        rows, name = super().lettered(letter), self.columns_by_name.get("name")
        if name and (closed := self.closed(name)):
            self._name_left_out(name)
            rows = rows.filter(~closed)
        return rows

    def answer(self, column, operator, values):
        """Of what a text or an own field says, only of rows where it is whole; free text is still
        searched, as it shows."""
        found = super().answer(column, operator, values)
        tells = operator.reads_text or hasattr(column, "mask_key")
        closed = self.closed(column) if tells else None
        if not closed:
            return found
        if self.key_of(column) not in PROSE:
            self._name_left_out(column)
            return found & ~closed
        shown = operator.condition(values, Prose(column.path))
        return (found & ~closed) | (shown & closed & self._not_hidden(column))

    def _not_hidden(self, column) -> Q:
        hidden = self.closed(column, (Shown.HIDDEN,))
        if not hidden:
            return Q()
        self._name_left_out(column)
        return ~hidden

    def countable(self, column):
        closed = self.closed(column)
        if not closed:
            return self.rows
        self._name_left_out(column)
        return self.rows.filter(~closed)

    def _name_left_out(self, column):
        sentence = _("Customers of a pool that masks “%(column)s” were left out.")
        self.note(sentence % {"column": column.heading})

    def _term(self, name, part):
        term = super()._term(name, part)
        if term and (closed := self.closed(term.column)):
            return Term(OpenPart(term.column, closed), term.descending)
        return term

    def naming(self):
        name = super().naming()
        linked = next((c for c in self.declared.values() if c.link), None)
        closed = self.closed(linked) if linked else None
        return Case(When(~closed, then=name), default=Value(HIDDEN)) if closed else name

    def load(self, records):
        self.as_shown(records)
        super().load(records)

    def as_shown(self, records):
        return self.masks.cover(records)
