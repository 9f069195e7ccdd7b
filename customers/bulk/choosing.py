"""Which customers a verb is for: ticked rows, or everything that matches a list.

What is chosen is written down at once as rows of a batch: whatever changes later, the filter or
the customers, the run works on those and no others.
"""

from django.db import connection
from django.db.models import F, Func, IntegerField, Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.people.fields import is_id
from crm.refusals import Refused
from customers.grids import CustomerGrid, PoolGrid
from customers.models import Batch, BatchRow, Customer

MOST_TICKED = 500
MOST_MATCHING = 100_000
NAMES_SHOWN = 3
GRIDS = {grid.key: grid for grid in (CustomerGrid, PoolGrid)}
WRITE_DOWN = """
INSERT INTO {rows} (batch_id, customer_id, name, position, state, rule, why, is_fixed)
SELECT %s, chosen.id, chosen.name, row_number() OVER (), %s, '', '', false
FROM ({chosen}) AS chosen
"""


class Selection:
    """What `data` (a QueryDict) asks for, as far as `user` sees it.

    `ids` name ticked rows; with `all`, `grid` and `query` name a list as its page does. Raises
    Refused for nothing, too much, and for a list that is not understood to the last condition.
    """

    def __init__(self, user, data: QueryDict):
        self.user = user
        self.grid_key, self.query = data.get("grid", ""), data.get("query", "")
        self.is_everything = bool(data.get("all"))
        self.ids = [] if self.is_everything else asked_ids(data)
        self._refuse_unless_some()

    @cached_property
    def customers(self):
        """Those of them that the user sees, in the order in which they were chosen."""
        if self.is_everything:
            return self._matching()
        place = Func(Value(self.ids), F("pk"), function="array_position")
        place.output_field = IntegerField()
        return Customer.objects.visible_to(self.user).filter(pk__in=self.ids).order_by(place)

    @cached_property
    def count(self) -> int:
        return self.customers.order_by()[: MOST_MATCHING + 1].count()

    @cached_property
    def names(self) -> list[str]:
        return list(self.customers.values_list("name", flat=True)[:NAMES_SHOWN])

    @property
    def has_more_names(self) -> bool:
        return self.count > NAMES_SHOWN

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form must carry along, as (name, value)."""
        if self.is_everything:
            everything = [("all", "1"), ("grid", self.grid_key), ("query", self.query)]
            return [*everything, ("counted", str(self.count))]
        return [("ids", str(pk)) for pk in self.ids]

    def write_down(self, batch: Batch) -> tuple[int, int]:
        """Makes the rows of `batch` in one INSERT: how many, and how many ids were not seen."""
        chosen, params = self.customers.values("id", "name").query.sql_with_params()
        statement = WRITE_DOWN.format(rows=BatchRow._meta.db_table, chosen=chosen)
        with connection.cursor() as cursor:
            cursor.execute(statement, [batch.pk, BatchRow.State.WAITING, *params])
            written = cursor.rowcount
        return written, 0 if self.is_everything else len(self.ids) - written

    def _matching(self):
        grid = GRIDS[self.grid_key](self.user, QueryDict(self.query))
        rows = grid.in_order()
        if grid.problems:
            raise Refused(" ".join(grid.problems), _("Open the list again and choose there."))
        return rows

    def _refuse_unless_some(self):
        if (
            self.is_everything
            and self.grid_key not in GRIDS
            or not (self.is_everything or self.ids)
        ):
            raise Refused(_("No customer is selected."), _("Tick some rows first."))
        if len(self.ids) > MOST_TICKED:
            raise Refused(
                _("%(count)d customers are too many at once.") % {"count": len(self.ids)},
                _("Select at most %(most)d.") % {"most": MOST_TICKED},
            )
        if self.is_everything and self.count > MOST_MATCHING:
            raise Refused(
                _("More than %(most)d customers match.") % {"most": MOST_MATCHING},
                _("Narrow the list down first."),
            )


def asked_ids(data: QueryDict) -> list[int]:
    """The ids asked for, each once, in their order."""
    words = (word for text in data.getlist("ids") for word in text.split(","))
    return list(dict.fromkeys(int(word) for word in words if is_id(word)))
