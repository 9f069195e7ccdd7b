"""What somebody wants to export: a list in some state, or rows ticked in it."""

from django.http import QueryDict
from django.utils.functional import cached_property

from crm.grid.choosing import MOST_MATCHING, Selection, packed, unpacked
from crm.grid.doors import grid_for
from crm.grid.exporting.answering import is_small
from crm.grid.exporting.capping import refuse_too_many
from crm.grid.exporting.recording import sentence_of
from crm.refusals import Refused


class Wanted:
    """`data` (a QueryDict) says `query`, the list's state as in its address, `cols`, the columns
    where they are not in the query, and `ids`, the ticked rows where not everything is wanted;
    `chosen` says which rows everything was when the sheet opened.
    """

    def __init__(self, user, key: str, data: QueryDict):
        self.user, self.key, self.data = user, key, data
        self.is_everything = bool(data.get("all") or not data.get("ids"))
        self.ids = self._fixed() if self.is_everything else self._ticked()

    def _fixed(self) -> list[int] | None:
        chosen = self.data.get("chosen", "")
        return unpacked(chosen) if chosen else None

    def _ticked(self) -> list[int]:
        ticked = QueryDict(mutable=True)
        ticked.update({"grid": self.key})
        ticked.setlist("ids", self.data.getlist("ids"))
        return Selection(self.user, ticked).ids

    @cached_property
    def grid(self):
        params = QueryDict(self.data.get("query", ""), mutable=True)
        if self.data.get("cols"):
            params["cols"] = self.data["cols"]
        grid = grid_for(self.user, self.key, params)
        if self.ids is not None:
            grid.narrow_to(self.ids)
        return grid

    @cached_property
    def count(self) -> int:
        return self.grid.rows.order_by().count()

    @cached_property
    def is_small(self) -> bool:
        return is_small(self.grid)

    def why_not(self, kind: str) -> Refused | None:
        """What would refuse this kind."""
        try:
            refuse_too_many(self.user, kind, self.grid.rows)
        except Refused as refusal:
            return refusal
        return None

    @property
    def sentence(self) -> str:
        return sentence_of(self.grid, is_ticked=not self.is_everything)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form must carry along, as (name, value)."""
        kept = [(name, self.data.get(name, "")) for name in ("query", "cols")]
        if not self.is_everything:
            return [*kept, ("ids", ",".join(map(str, self._ids_chosen)))]
        if self.count > MOST_MATCHING:
            return kept
        return [*kept, ("all", "1"), ("chosen", packed(self._ids_chosen))]

    @property
    def _ids_chosen(self) -> list[int]:
        if self.ids is not None:
            return self.ids
        return list(self.grid.rows.order_by().values_list("pk", flat=True))
