"""The rules as people read them: which teams' they may, and a team's section by section."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404

from crm.models import Team
from crm.people import teams
from customers.models import RuleVersion
from customers.rules.categories import Names, ids_in
from customers.rules.choices import SECTION_TITLES
from customers.rules.comparing import Change, is_own, steps
from customers.rules.resolving import RuleBook, Rules
from customers.rules.saying import grouped
from customers.rules.sections import SECTIONS, section_from

COMPANY = 0


@dataclass(frozen=True)
class Card:
    """A section as it binds a team: what it says, and the version that set it, if any."""

    key: str
    title: Any
    groups: list[tuple[str, list[str]]]
    source: RuleVersion | None
    is_own: bool


@dataclass(frozen=True)
class Row:
    """A team in the overview; None is the whole company. `cards` say nothing."""

    team: Team | None
    depth: int
    cards: list[Card]
    version: RuleVersion | None


def may_read(user, team: Team | None) -> bool:
    """Whoever is bound by a team's rules, manages it, or administers."""
    return team is None or user.reads_all or -team.pk in user.principals


def team_for(user, pk: int) -> Team | None:
    """The team whose rules `user` asks for; 0 is the whole company, None. Raises Http404."""
    if pk == COMPANY:
        return None
    team = Team.objects.select_related("parent").filter(pk=pk).first()
    if team is None or not may_read(user, team):
        raise Http404
    return team


def version_for(user, pk: int) -> RuleVersion:
    """Raises Http404 where its team's rules are none of the user's."""
    version = RuleVersion.objects.select_related("team", "created_by").filter(pk=pk).first()
    if version is None or not may_read(user, version.team):
        raise Http404
    return version


def cards(rules: Rules, team: Team | None, names: Names) -> list[Card]:
    team_id = team.pk if team else None
    names.load(ids_in([version.sections for version in rules.sources.values()]))
    return [
        Card(
            key,
            SECTION_TITLES[key],
            grouped(key, getattr(rules, key), names),
            rules.version_of(key),
            is_own(rules, key, team_id),
        )
        for key in SECTIONS
    ]


def own_cards(version: RuleVersion, names: Names) -> list[Card]:
    """What a version sets itself."""
    own = own_sections(version).items()
    return [Card(k, SECTION_TITLES[k], grouped(k, one, names), version, True) for k, one in own]


def overview(user) -> list[Row]:
    """The company and every team the user may read, each parent before its children."""
    book = RuleBook()
    nodes = [(node.team, node.depth + 1) for node in teams.walk() if may_read(user, node.team)]
    return [_row(book, team, depth) for team, depth in [(None, 0), *nodes]]


def _row(book: RuleBook, team: Team | None, depth: int) -> Row:
    team_id = team.pk if team else None
    rules = book.rules_for(team_id)
    found = [
        Card(key, title, [], rules.version_of(key), is_own(rules, key, team_id))
        for key, title in SECTION_TITLES.items()
    ]
    return Row(team, depth, found, book.versions.get(team_id))


def own_sections(version: RuleVersion | None) -> dict[str, Any]:
    """What a version sets itself."""
    stored = version.sections if version else {}
    return {key: section_from(SECTIONS[key], stored[key]) for key in SECTIONS if key in stored}


def version_in_force(team: Team | None, on: date | None = None) -> RuleVersion | None:
    return RuleVersion.objects.filter(team=team).effective(on).select_related("created_by").first()


def coming_for(team: Team | None):
    """What is set already and will bind the team: its own versions, and those of the teams above."""
    scopes = RuleBook().chain(team.pk if team else None)
    bound = Q(team__in=[pk for pk in scopes if pk is not None]) | Q(team=None)
    return RuleVersion.objects.coming().filter(bound).select_related("team", "created_by")


def inherited_by(team: Team | None, on: date | None = None) -> Rules:
    """The rules that would hold for a team that set nothing itself."""
    team_id = team.pk if team else None
    nothing = RuleVersion(team=team, sections={})
    return RuleBook(on, instead={team_id: nothing}).rules_for(team_id)


def history(team: Team | None, names: Names) -> list[tuple[RuleVersion, list[Change]]]:
    """Every version of a team, the last first, each with what it changed."""
    rows = RuleVersion.objects.filter(team=team).select_related("created_by").order_by("pk")
    names.load(ids_in([version.sections for version in rows]))
    found, before = [], None
    for version in rows:
        found.append((version, changes_of(version, before, names)))
        before = before if version.withdrawn_at else version
    return found[::-1]


def changes_of(version: RuleVersion, before: RuleVersion | None, names: Names) -> list[Change]:
    return steps(own_sections(before), own_sections(version), names)


def version_before(version: RuleVersion) -> RuleVersion | None:
    earlier = RuleVersion.objects.filter(team=version.team_id, withdrawn_at=None)
    return earlier.filter(pk__lt=version.pk).order_by("-pk").first()
