"""The Grid: columns declared once, applied to what one user asks of one URL."""

from copy import copy

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, Q, TextField, Value
from django.db.models.functions import Cast, Left
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.asked import OTHER, Asked
from crm.grid.changes.editable import Editable
from crm.grid.columns import Column
from crm.grid.counting import count_states
from crm.grid.layouts.laid_out import LaidOut
from crm.grid.lines import Lines
from crm.grid.links import Links
from crm.grid.pages import Pages
from crm.grid.removing.declaring import Removing
from crm.grid.saved.opening import Viewed
from crm.grid.totals import Totalled

LONGEST_NAME = 200


class Among(Func):
    """A hundred thousand ids as one parameter, to be looked up with `pk__in`."""

    function = "unnest"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()

    def __init__(self, ids, **options):
        is_list = not hasattr(ids, "resolve_expression")
        array = Value(ids, ArrayField(BigIntegerField())) if is_list else ids
        super().__init__(array, **options)


class GridMeta(type):
    """Collects the declared columns of a grid and of its parents, in order."""

    def __new__(mcs, name, bases, namespace):
        own = {key: value for key, value in namespace.items() if isinstance(value, Column)}
        others = {key: value for key, value in namespace.items() if key not in own}
        # A key names these rows and no others: what inherits the columns may show other rows.
        cls = super().__new__(mcs, name, bases, {"key": "", **others})
        inherited = [getattr(base, "declared", {}) for base in reversed(cls.__mro__[1:])]
        bound = {key: copy(column).bind(key, cls.model) for key, column in own.items()}
        cls.declared = {key: column for part in [*inherited, bound] for key, column in part.items()}
        return cls

    def add_column(cls, name, column):
        """A column from a room above; `registry.add_column` hands it to the heirs too."""
        cls.declared = {**cls.declared, name: copy(column).bind(name, cls.model)}


class Grid(Viewed, LaidOut, Totalled, Asked, Pages, Lines, Links, Editable, metaclass=GridMeta):
    """A list of one model as one user may see it, in the state that `params` (a QueryDict) names.

    Subclasses declare columns and, where they want, `states`, `bulk_actions`, `row_actions`,
    `default_order` and the sentences of the empty list. One with a `key` and a `url_name` is
    registered under that name (`registry.py`): it can be chosen whole, saved as a view, edited.
    """

    model = None
    key = ""
    url_name = ""
    title = ""
    default_order = "name"
    rows_on_a_page = 50
    is_scanned = False
    is_too_slow = False
    quick_match = False
    states = ()
    bulk_actions = ()
    row_actions = ()
    removing: Removing | None = None
    empty_title = ""
    empty_text = ""

    def base(self):
        """Everything the user may see here. The one door to the rows."""
        return self.visible()

    def visible(self):
        return self.model.objects.visible_to(self.user)

    def page_of_record(self, record) -> str:
        """Where a row leads to and what is peeked at; "" if it has no page."""
        return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""

    @cached_property
    def unpositioned(self):
        """The matching rows before a state is chosen: what the chips count."""
        rows = self._filtered(self.base())
        if self.query and self.quick_match:
            rows = rows.matching(self.query)
        return rows

    def _filtered(self, rows):
        errors = self.filterset.form.errors
        for name, sentences in errors.items():
            self.problems.append(
                _("The filter “%(name)s” was ignored: %(why)s")
                % {"name": name, "why": " ".join(sentences)}
            )
        return self.filterset.filter_queryset(rows).filter(self.where.condition)

    def answer(self, column, operator, values) -> Q:
        """The rows of which the reader may know that `operator` is true of them: whatever the
        list is asked, by its URL or in a condition, is asked here."""
        return operator.condition(values)

    @cached_property
    def rows(self):
        """The matching rows, in no order."""
        condition = Q()
        for state in self.chosen_states:
            condition &= state.condition(self.user)
        return self.unpositioned.filter(condition)

    def closed(self, column) -> Q | None:
        """The rows of which the user may not know what `column` says; None if there are none."""
        return None

    def as_shown(self, records) -> list:
        """The records for reading only, as the user may see them."""
        return list(records)

    def countable(self, column):
        """The matching rows of which the user may know it."""
        return self.rows

    def lettered(self, letter: str):
        """The matching rows whose name begins with a letter of the strip."""
        if not self.has_letters:
            return self.rows.none()
        rows = self.rows.filter(initial=letter)
        if letter == OTHER:
            return rows
        # By pinyin, too, a name begins with its initial: that finds the place in the index.
        return rows.filter(sort_name__gte=letter.lower(), sort_name__lt=chr(ord(letter) + 33))

    @cached_property
    def state_counts(self) -> list:
        """(state, its Counted, the url that chooses or leaves it)."""
        counts = count_states(self)
        return [(state, counts[state.key], self.state_url(state)) for state in self.states]

    def narrow_to(self, ids):
        """Only these rows, whatever the conditions say."""
        self.rows = self.base().filter(pk__in=Among(list(ids)))

    def as_scanned(self):
        """The same list for looking through very many of its rows."""
        other = self.without(())
        other.is_scanned = True
        return other

    def naming(self):
        """What a row is called, in SQL: the start of its linked column."""
        paths = (column.path for column in self.declared.values() if column.link)
        return Left(Cast(next(paths, "pk"), TextField()), LONGEST_NAME)
