"""A grid as the templates see it: headings, sentences, and links to itself."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from crm.grid.actions import actions_on_any
from crm.grid.addresses import MOVING, query_text
from crm.grid.asked import LETTERS
from crm.grid.fields import FilterField, FormRow, rows_of
from crm.grid.heads.heading import Heading
from crm.grid.heads.menu import Menu
from crm.grid.ways_out import WayOut, ways_out

SHORT = 22


class StateChip(NamedTuple):
    """A state to choose or leave by `url`; `count` is None until it was counted."""

    state: Any
    count: Any
    url: str
    is_chosen: bool


class Links:
    """The trait of being drawn; every link keeps what the URL already says."""

    @cached_property
    def actions_on_rows(self) -> list:
        return list(self.row_actions)

    @cached_property
    def actions_on_selection(self) -> list:
        own = [action for action in self.bulk_actions if action.visible(self.user)]
        return [*own, *self.edit_action, *actions_on_any(self)]

    @cached_property
    def selectable(self) -> bool:
        return bool(self.actions_on_selection)

    @property
    def sends_ids(self) -> bool:
        """Whether verbs are told which rows are meant: by ids, or as all that match."""
        return bool(self.key)

    @property
    def prominent_actions(self) -> list:
        return [action for action in self.actions_on_selection if action.prominent]

    @property
    def other_actions(self) -> list:
        return [action for action in self.actions_on_selection if not action.prominent]

    @property
    def has_more_than_a_page(self) -> bool:
        return self.count.number > len(self.page.rows)

    @property
    def query_of_all(self) -> str:
        """What the URL means for which rows match and in what order, whatever becomes of a view."""
        return query_text({name: text for name, text in self.state.items() if name != "cols"})

    @property
    def folds_conditions(self) -> bool:
        """Whether the conditions in force would take more than a line of a phone."""
        return sum(len(chip.label) + len(chip.text) for chip in self.chips) > SHORT

    @property
    def all_problems(self) -> list[str]:
        """Everything in the URL that was not understood; asks for all of it first."""
        for part in ("view", "filterset", "shown_columns", "chosen_states", "letter", "page"):
            getattr(self, part)
        return list(dict.fromkeys(self.problems))

    @property
    def all_told(self) -> list[str]:
        """What was not understood, then what is shown otherwise than one might think."""
        return [*self.all_problems, *self.notes]

    @property
    def count_sentence(self) -> str:
        sentence = ngettext("%(count)s row", "%(count)s rows", self.count.number)
        return sentence % {"count": self.count}

    def url(self, **changes) -> str:
        """This grid with some of its parameters changed, back at its first page."""
        moving = {name: changes.pop(name) for name in MOVING & changes.keys()}
        return "?" + query_text(self.said({**self.state, **changes}) | moving)

    @property
    def state_chips(self) -> list[StateChip]:
        """Counted by a request of their own, after the page: `?part=states`."""
        is_counted = self._is_part_of_states and not self.is_too_slow
        counts = {state: count for state, count, _url in self.state_counts} if is_counted else {}
        return [
            StateChip(state, counts.get(state), self.state_url(state), state in self.chosen_states)
            for state in self.states
        ]

    @property
    def is_waiting_for_counts(self) -> bool:
        return not (self._is_part_of_states or self.is_too_slow)

    @property
    def _is_part_of_states(self) -> bool:
        return self.params.get("part") == "states"

    @property
    def states_url(self) -> str:
        return self.url(part="states")

    @property
    def ways_out(self) -> list[WayOut]:
        return ways_out(self)

    def state_url(self, state) -> str:
        chosen = [s.key for s in self.chosen_states]
        keys = (
            [k for k in chosen if k != state.key] if state.key in chosen else [*chosen, state.key]
        )
        return self.url(state=",".join(keys))

    @property
    def headings(self) -> list[Heading]:
        return [Heading(self, column) for column in self.shown_columns]

    @property
    def all_headings(self) -> list[Heading]:
        """The shown ones in their order, then the others."""
        return [Heading(self, choice.column) for choice in self.columns_to_choose]

    @property
    def heads_url(self) -> str:
        return self.url(part="heads")

    @cached_property
    def menu(self) -> Menu | None:
        """The menu of the column that `column=` names."""
        column = self.columns_by_name.get(self.params.get("column", ""))
        return Menu(self, column) if column else None

    @property
    def letters(self) -> list:
        return [(a, self.url(letter="" if a == self.letter else a)) for a in LETTERS]

    @property
    def kept_params(self) -> list:
        """What a quick match must carry along, as (name, value)."""
        return self._kept(lambda name: name != "q")

    @property
    def kept_for_columns(self) -> list:
        return self._kept(lambda name: name != "cols")

    @property
    def kept_for_filters(self) -> list:
        return self.kept_but(self.all_filters)

    def kept_but(self, names) -> list:
        return self._kept(lambda name: name not in names)

    def _kept(self, wanted) -> list:
        return [(name, text) for name, text in self.carried.items() if wanted(name)]

    @property
    def filter_fields(self) -> list[FormRow]:
        """The usual questions, and whatever else is asked at the moment."""
        rows = [row for column in self.columns for row in self._filter_rows(column)]
        return [row for row in rows if row.usual or row.typed]

    def _filter_rows(self, column) -> list[FormRow]:
        filterset = self.filterset_of(self.filters_of[column.name])
        fields = (FilterField(n, f, filterset.form) for n, f in filterset.filters.items())
        return rows_of(fields, column.heading)

    @property
    def usual_columns_url(self) -> str:
        return self.url(cols="")

    @property
    def cleared_url(self) -> str:
        kept = {name: text for name, text in self.state.items() if name in ("sort", "cols")}
        return "?" + query_text(self.said(kept))

    @property
    def first_url(self) -> str:
        return self.url()

    @property
    def before_url(self) -> str:
        return self.url(before=self.page.before)

    @property
    def after_url(self) -> str:
        return self.url(after=self.page.after)

    @property
    def where_url(self) -> str:
        """The dialog in which the list's conditions are built."""
        return reverse("grids:where", args=[self.key]) + self.url()

    @property
    def filters_url(self) -> str:
        return self.url(part="filters")

    @property
    def columns_url(self) -> str:
        return self.url(part="columns")

    @property
    def names_of_columns(self) -> str:
        return ",".join(column.name for column in self.shown_columns)

    @property
    def export_url(self) -> str:
        """The sheet that asks how to export, with the columns on the screen."""
        asked = {"query": self.query_of_all, "cols": self.names_of_columns}
        query = urlencode(asked, safe=",")
        return f"{reverse('grids:export', args=[self.key])}?{query}"

    @property
    def xlsx_url(self) -> str:
        return self.url(export="xlsx")

    @property
    def csv_url(self) -> str:
        return self.url(export="csv")
