"""Which page of the list is shown, by the plan that is right for the size of the set."""

from dataclasses import replace

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.grid.addresses import PAGING
from crm.grid.counting import Counted, count_of
from crm.grid.keyset import Plan, Wanted, find
from crm.grid.limits import TooSlow, time_limit
from crm.grid.paging import BadCursor, Page, Place


class Pages:
    """The trait of being shown page by page.

    Up to COUNT_UP_TO rows are fetched and sorted, which counts them too. Of more than that the
    index of the order is walked; an order without one is refused.
    """

    conditions: tuple = (None,)
    """Conditions that all rows of the list keep: partial indexes on them serve it (None: all)."""

    @cached_property
    def count(self) -> Counted:
        return count_of(self.rows)

    @cached_property
    def page(self) -> Page:
        page = (None if self._is_known_to_be_large else self._small_page()) or self._large_page()
        self._name_a_bad_place()
        self.load(page.rows)
        return page

    def in_order(self):
        """All the matching rows in the order on the screen, for an export."""
        self._settle_order()
        return self.ordering.apply(self._related_to(self.rows), small=not self.count.capped)

    def load(self, records):
        for column in self.drawn_columns:
            column.load(records, self)

    def loaded(self, ids) -> list:
        """Those of the rows that the user may see, ready to be drawn, whatever the URL asks."""
        records = list(self._related_to(self.base().filter(pk__in=ids)))
        self.load(records)
        return records

    @property
    def _is_known_to_be_large(self) -> bool:
        """A letter is looked up first, and how depends on the count. What is hard to order by is
        not worked out for ten thousand rows only to be refused."""
        is_asked = bool(self._letter_asked) or self.ordering.is_costly
        return ("count" in self.__dict__ or is_asked) and self.count.capped

    def _settle_order(self):
        """Replaces an order that so many rows cannot be brought into by the usual one."""
        if not self.count.capped or self.ordering.is_walked(self.conditions):
            return
        if str(self.ordering) != str(self.usual_ordering):
            self.note(
                _("Narrow the list to %(most)s rows to sort it by “%(column)s”.")
                % {"most": self.count.number, "column": self.ordering.terms[0].column.heading}
            )
        self.ordering = self.usual_ordering

    def _small_page(self) -> Page | None:
        """The page asked for; None if there turn out to be too many rows for this plan."""
        wanted = self._wanted(Plan.SOME)
        places = self._found(wanted, Plan.SOME)
        return None if self.count.capped else self._drawn(wanted, places, Plan.SOME)

    def _large_page(self) -> Page:
        self._settle_order()
        wanted = self._wanted(Plan.WALK)
        return self._drawn(wanted, self._found(wanted, Plan.WALK), Plan.WALK)

    def _wanted(self, plan: Plan) -> Wanted:
        first = Wanted(self.ordering, self.rows_on_a_page + 1)
        if self._letter_asked:
            return self._at_letter(first, plan)
        name = next((name for name in PAGING if self.params.get(name)), "")
        place = self._place(self.params[name]) if name else None
        if place is None:
            return first
        return replace(first, keys=place.keys, pk=place.pk, backwards=name == "before")

    @property
    def _letter_asked(self) -> str:
        return "" if any(self.params.get(name) for name in PAGING) else self.letter

    def _at_letter(self, first: Wanted, plan: Plan) -> Wanted:
        found = self._find(self.lettered(self._letter_asked), replace(first, size=1), plan)
        if not found:
            sentence = _("No name here begins with %(letter)s.")
            self.note(sentence % {"letter": self._letter_asked})
            return first
        *keys, pk = found[0]
        return replace(first, keys=tuple(keys), pk=pk, inclusive=True)

    def _found(self, wanted: Wanted, plan: Plan) -> list[Place]:
        return [Place(tuple(keys), pk) for *keys, pk in self._find(self.rows, wanted, plan)]

    def _find(self, rows, wanted: Wanted, plan: Plan) -> list[tuple]:
        if plan is Plan.SOME:
            total, lines = find(rows, wanted, plan, settings.COUNT_UP_TO)
            if rows is self.rows:
                self.__dict__.setdefault("count", Counted.upto(total, settings.COUNT_UP_TO))
            return lines
        if not wanted.ordering.is_walked(self.conditions):
            return find(rows, wanted, Plan.ALL)[1]
        try:
            with time_limit(settings.GRID_WALK_SECONDS):
                return find(rows, wanted, Plan.WALK)[1]
        except TooSlow:
            return find(rows, wanted, Plan.ALL)[1]

    def _drawn(self, wanted: Wanted, places: list[Place], plan: Plan) -> Page:
        rows = self._related_to(self.base()).in_bulk([place.pk for place in places])
        for place in places:
            if place.pk in rows:
                rows[place.pk].sort_keys = place.keys
        follows = bool(wanted.keys)
        if wanted.inclusive:
            before = replace(wanted, size=1, inclusive=False, backwards=True)
            follows = bool(self._find(self.rows, before, plan))
        return Page.of(rows, places, wanted, follows=follows)

    def _related_to(self, rows):
        related = [path for column in self.drawn_columns for path in column.related()]
        return rows.select_related(*related) if related else rows

    def _place(self, text: str) -> Place | None:
        try:
            return Place.decode(text, self.ordering)
        except BadCursor:
            return None

    def _name_a_bad_place(self):
        texts = filter(None, map(self.params.get, PAGING))
        self._name_unknown([text for text in texts if not self._place(text)], _("place"))
