"""Which rules bind a team today: its own, and for what it leaves open, those of the teams above."""

from dataclasses import dataclass
from datetime import date

from crm.models import Team
from customers.models.rules import RuleVersion
from customers.rules.sections import (
    SECTIONS,
    Capacity,
    ClaimLimit,
    Cooldown,
    Duplicates,
    Pools,
    PoolView,
    Protection,
    Release,
    Return,
    Sharing,
    Warning,
    section_from,
)


@dataclass(frozen=True)
class Rules:
    """Every section as it binds a team, and which version each one comes from."""

    pools: Pools
    claim_limit: ClaimLimit
    capacity: Capacity
    cooldown: Cooldown
    release: Release
    warning: Warning
    protection: Protection
    returning: Return
    pool_view: PoolView
    sharing: Sharing
    duplicates: Duplicates
    sources: dict[str, RuleVersion]

    def version_of(self, section: str) -> RuleVersion | None:
        """The version that set a section; None where nobody did and the default stands."""
        return self.sources.get(section)


def rules_for(team: Team | None, on: date | None = None) -> Rules:
    """The rules of a team on a day; of nobody's team, the company's."""
    return RuleBook(on).rules_for(team.pk if team else None)


def rules_of(user, on: date | None = None) -> Rules:
    """The rules that bind a person: their team's."""
    return RuleBook(on).rules_for(user.team_id)


class RuleBook:
    """The versions in force on a day and the tree of teams, read once: two queries.

    `instead` maps a team's id (None: the company) to a version that is not saved yet, to see
    what it would do.
    """

    def __init__(
        self, on: date | None = None, instead: dict[int | None, RuleVersion] | None = None
    ):
        self.parents: dict[int, int | None] = dict(Team.objects.values_list("pk", "parent_id"))
        versions = RuleVersion.objects.effective(on).select_related("team")
        self.versions = {version.team_id: version for version in versions} | (instead or {})
        self._resolved: dict[int | None, Rules] = {}

    def rules_for(self, team_id: int | None) -> Rules:
        if team_id not in self._resolved:
            self._resolved[team_id] = self._resolve(team_id)
        return self._resolved[team_id]

    def chain(self, team_id: int | None) -> list[int | None]:
        """The team, those above it, and the company last."""
        above: list[int | None] = []
        while team_id is not None:
            above.append(team_id)
            team_id = self.parents.get(team_id)
        return [*above, None]

    def _resolve(self, team_id) -> Rules:
        sources: dict[str, RuleVersion] = {}
        for version in filter(None, map(self.versions.get, self.chain(team_id))):
            for key in version.sections:
                sources.setdefault(key, version)
        sections = {
            key: section_from(cls, sources[key].sections[key]) if key in sources else cls()
            for key, cls in SECTIONS.items()
        }
        return Rules(**sections, sources=sources)
