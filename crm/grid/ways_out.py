"""What a list proposes when its query took too long: links that ask for less."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_CONDITIONS = 4
MINE = "mine"


@dataclass(frozen=True)
class WayOut:
    label: str
    url: str


def ways_out(grid) -> list[WayOut]:
    """Ways to narrow `grid` down, or to take away what costs; none of them asks the rows."""
    return [*_own(grid), *_in_the_usual_order(grid), *_without_a_condition(grid), *_without_q(grid)]


def _own(grid):
    chosen = {state.key for state in grid.chosen_states}
    for state in grid.states:
        if state.key == MINE and not chosen:
            yield WayOut(_("Only “%(state)s”") % {"state": state.label}, grid.state_url(state))


def _in_the_usual_order(grid):
    if str(grid.ordering) != str(grid.usual_ordering):
        yield WayOut(_("In the usual order"), grid.url(sort=""))


def _without_a_condition(grid):
    for chip in grid.chips[:MOST_CONDITIONS]:
        condition = f"{chip.label}: {chip.text}"
        yield WayOut(_("Without “%(condition)s”") % {"condition": condition}, chip.url)


def _without_q(grid):
    if grid.query:
        yield WayOut(_("Without “%(condition)s”") % {"condition": grid.query}, grid.url(q=""))
