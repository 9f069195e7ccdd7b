"""Which rows of a list a verb is for: ticked ones, or everything that matches.

What is chosen is fixed when the verb's dialog opens, and written down in one INSERT when it is
sent: whatever changes meanwhile or later, the conditions or the rows, the verb works on those and
no others.
"""

from itertools import accumulate, pairwise

from django.core import signing
from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.registry import grid_named
from crm.people.fields import is_id
from crm.refusals import Refused

MOST_TICKED = 500
MOST_MATCHING = 100_000
NAMES_SHOWN = 3
SALT = "chosen rows"
WRITE_DOWN = """
INSERT INTO {table} ({record}, name, position{fields})
SELECT chosen.id, chosen.called, row_number() OVER (){places}
FROM ({chosen}) AS chosen
"""


class Selection:
    """What `data` (a QueryDict) asks for, as far as `user` sees it.

    `grid` names a list by its key. `ids` name ticked rows, in several fields or in one with
    commas; with `all`, `query` names everything that matches, as the list's page does; `chosen`
    says which rows these were when the dialog opened (`packed`). Raises Refused for nothing, too
    much, and for a list that is not understood to the last condition.

    A subclass may say that the rows must be of a `model`, and in which list ids are looked for
    where none is named.
    """

    model: type | None = None
    usual_key = ""

    def __init__(self, user, data: QueryDict):
        self.user = user
        self.query = data.get("query", "")
        self.is_everything = bool(data.get("all"))
        self.key = data.get("grid") or ("" if self.is_everything else self.usual_key)
        chosen = data.get("chosen", "") if self.is_everything else ""
        self.is_fixed = bool(chosen)
        self.ids = unpacked(chosen) if chosen else self._ids_in(data)
        self._refuse_unless_some()

    def _ids_in(self, data) -> list[int]:
        return [] if self.is_everything else asked_ids(data)

    @cached_property
    def grid(self):
        """The list they are chosen in; with its conditions where everything was."""
        query = self.query if self.is_everything else ""
        return grid_named(self.key)(self.user, QueryDict(query))

    @cached_property
    def rows(self) -> QuerySet:
        """Those of them that the user sees, in the order in which they were chosen."""
        return self._matching() if self.is_everything else self._ticked()

    @cached_property
    def count(self) -> int:
        return self.rows.order_by()[: MOST_MATCHING + 1].count()

    @cached_property
    def names(self) -> list[str]:
        return list(self._called().values_list("called", flat=True)[:NAMES_SHOWN])

    @property
    def has_more_names(self) -> bool:
        return self.count > NAMES_SHOWN

    @cached_property
    def ids_chosen(self) -> list[int]:
        """Which rows they are from now on."""
        is_known = self.is_fixed or not self.is_everything
        return self.ids if is_known else list(self.rows.order_by().values_list("pk", flat=True))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form must carry along, as (name, value)."""
        if self.is_everything:
            everything = [("all", "1"), ("grid", self.key), ("query", self.query)]
            return [*everything, ("chosen", packed(self.ids_chosen))]
        return [("grid", self.key), ("ids", ",".join(map(str, self.ids)))]

    def write_down(self, model, record: str, **fields) -> tuple[int, int]:
        """Makes a row of `model` for each: how many, and how many ids were not seen.

        `record` is the column for the row's id; `name` and `position` are filled, and the
        columns that `fields` names with one value each.
        """
        chosen, params = self._called().values("id", "called").query.sql_with_params()
        statement = WRITE_DOWN.format(
            table=model._meta.db_table,
            record=record,
            fields="".join(f", {name}" for name in fields),
            places=", %s" * len(fields),
            chosen=chosen,
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*fields.values(), *params])
            written = cursor.rowcount
        return written, max(len(self.ids) - written, 0)

    def _called(self):
        return self.rows.annotate(called=self.grid.naming())

    def _matching(self):
        if self.is_fixed:
            self.grid.narrow_to(self.ids)
            return self.grid.in_order()
        rows = self.grid.in_order()
        if self.grid.problems:
            raise Refused(" ".join(self.grid.problems), _("Open the list again and choose there."))
        return rows

    def _ticked(self):
        place = Func(Value(self.ids), F("pk"), function="array_position")
        place.output_field = IntegerField()
        return self.grid.base().filter(pk__in=self.ids).order_by(place)

    def _refuse_unless_some(self):
        if not (self._is_known and (self.is_everything or self.ids)):
            raise Refused(_("Nothing is selected."), _("Tick some rows first."))
        if not self.is_everything and len(self.ids) > MOST_TICKED:
            raise Refused(
                _("%(count)d rows are too many at once.") % {"count": len(self.ids)},
                _("Select at most %(most)d.") % {"most": MOST_TICKED},
            )
        if self.is_everything and self.count > MOST_MATCHING:
            raise Refused(
                _("More than %(most)d rows match.") % {"most": MOST_MATCHING},
                _("Narrow the list down first."),
            )

    @property
    def _is_known(self) -> bool:
        grid_class = grid_named(self.key)
        return grid_class is not None and (self.model is None or grid_class.model is self.model)


def asked_ids(data: QueryDict) -> list[int]:
    """The ids asked for, each once, in their order."""
    words = (word for text in data.getlist("ids") for word in text.split(","))
    return list(dict.fromkeys(int(word) for word in words if is_id(word)))


def packed(ids: list[int]) -> str:
    """Ids for a form to carry along: signed, and as short as gaps between them are."""
    gaps = [after - before for before, after in pairwise([0, *sorted(ids)])]
    return signing.Signer(salt=SALT).sign_object(gaps, compress=True)


def unpacked(text: str) -> list[int]:
    """What was packed. Raises Refused for anything else."""
    try:
        return list(accumulate(signing.Signer(salt=SALT).unsign_object(text)))
    except signing.BadSignature as error:
        raise Refused(
            _("What was chosen did not arrive whole."), _("Open the list again and choose there.")
        ) from error
