"""Teams as others write them down: by name, or by their place in the tree, "East › Shanghai"."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.naming import fold
from crm.people.models import Team
from crm.people.teams import save_team

STEP = " › "
STEPS = re.compile(r"\s*[›>＞→»/／\\]\s*")
LONGEST_NAME = 150


class TeamNames:
    """All teams, read once."""

    def __init__(self):
        self.teams: dict[int, Team] = {team.pk: team for team in Team.objects.order_by("name")}

    def keep(self, team: Team):
        """Know a team as it is after it was saved."""
        self.teams[team.pk] = team

    def path(self, team: Team | None) -> str:
        return STEP.join(each.name for each in self.way(team))

    def way(self, team: Team | None) -> list[Team]:
        """The teams from the top down to this one; no team twice, whatever the rows say."""
        way: list[Team] = []
        while team and team not in way:
            team = self.teams.get(team.pk, team)
            way.insert(0, team)
            team = self.teams.get(team.parent_id or 0)
        return way

    def find(self, text: str) -> Team | None:
        """The team so called; None for an unknown one. Raises ValidationError where it may be
        several, or stands elsewhere."""
        if team := self.called(text):
            return team
        *above, name = STEPS.split(text.strip())
        team = self.called(name) if above else None
        if team and not self.stands(team, above):
            raise ValidationError(
                _("%(team)s stands at “%(path)s”: write that, or the name alone.")
                % {"team": team.name, "path": self.path(team)}
            )
        return team

    def called(self, name: str) -> Team | None:
        alike = [team for team in self.teams.values() if fold(team.name) == fold(name)]
        exact = [team for team in alike if team.name == name.strip()]
        if not fold(name):
            return next(iter(exact), None)
        if len(exact or alike) > 1:
            raise ValidationError(
                _("“%(text)s” may be several teams: write the name exactly.") % {"text": name[:80]}
            )
        return next(iter(exact or alike), None)

    def stands(self, team: Team, above: list[str]) -> bool:
        way = [fold(each.name) for each in self.way(team)[:-1]]
        return way[-len(above) :] == [fold(step) for step in above]

    def make(self, text: str):
        """Create the team of this place and those of the way to it that are missing."""
        steps = STEPS.split(text.strip())
        parent = None
        for depth, name in enumerate(steps, start=1):
            if not 0 < len(name) <= LONGEST_NAME:
                raise ValidationError(_("“%(text)s” is no name of a team.") % {"text": text[:80]})
            team = self.find(STEP.join(steps[:depth]))
            parent = team or save_team(Team(), name=name, parent=parent)
            self.keep(parent)
