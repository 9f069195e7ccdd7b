"""What changes between two sets of rules, and whom it hits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from crm.models import Team, User
from customers.rules.categories import Names
from customers.rules.choices import SECTION_TITLES
from customers.rules.resolving import RuleBook, Rules
from customers.rules.saying import sentences
from customers.rules.sections import SECTIONS


@dataclass(frozen=True)
class Change:
    """A section that reads differently: pairs of sentences, was and now, either may be empty.

    `turn` says that it is set here from now on, or inherited again.
    """

    key: str
    title: Any
    pairs: list[tuple[str, str]]
    turn: str = ""


def changes(before: Rules, after: Rules, names: Names, team: Team | None = None) -> list[Change]:
    """The sections in which two sets of rules differ; of `team`, also where one comes from."""
    team_id = team.pk if team else None
    found = [_change(key, before, after, names, team_id) for key in SECTIONS]
    return [change for change in found if change.pairs or change.turn]


def _change(key, before, after, names, team_id) -> Change:
    pairs = paired(
        sentences(key, getattr(before, key), names), sentences(key, getattr(after, key), names)
    )
    return Change(key, SECTION_TITLES[key], pairs, turn(key, before, after, team_id))


def paired(was: dict[str, str], now: dict[str, str]) -> list[tuple[str, str]]:
    """What differs, in the order of the new text; what fell away stands last."""
    names = [*now, *(name for name in was if name not in now)]
    pairs = [(was.get(name, ""), now.get(name, "")) for name in names]
    return [(old, new) for old, new in pairs if old != new]


def turn(key: str, before: Rules, after: Rules, team_id: int | None) -> str:
    was, now = is_own(before, key, team_id), is_own(after, key, team_id)
    if was == now:
        return ""
    if now:
        return _("Set here from now on.")
    source = after.version_of(key)
    if source is None:
        return _("Not set any more.")
    return _("Inherited from %(team)s again.") % {"team": scope_name(source.team)}


def steps(before: dict[str, Any], after: dict[str, Any], names: Names) -> list[Change]:
    """From one version's own sections to the next's."""
    found = [
        Change(
            key,
            SECTION_TITLES[key],
            paired(own_words(key, before, names), own_words(key, after, names)),
            own_turn(key in before, key in after),
        )
        for key in SECTIONS
    ]
    return [change for change in found if change.pairs or change.turn]


def own_words(key: str, sections: dict[str, Any], names: Names) -> dict[str, str]:
    return sentences(key, sections[key], names) if key in sections else {}


def own_turn(was: bool, now: bool) -> str:
    if was == now:
        return ""
    return _("Set here from now on.") if now else _("Not set here any more.")


def is_own(rules: Rules, key: str, team_id: int | None) -> bool:
    source = rules.version_of(key)
    return source is not None and source.team_id == team_id


def scope_name(team: Team | None) -> str:
    """What a version is set for: a team, or everybody."""
    return team.name if team else _("the whole company")


def teams_hit(before: RuleBook, after: RuleBook) -> set[int | None]:
    """The teams for which some section is another one; None: people in no team."""
    scopes: list[int | None] = [*after.parents, None]
    return {scope for scope in scopes if differ(before.rules_for(scope), after.rules_for(scope))}


def differ(one: Rules, other: Rules) -> bool:
    return any(getattr(one, key) != getattr(other, key) for key in SECTIONS)


def people_hit(before: RuleBook, after: RuleBook):
    """Whoever is bound by other rules than before, and those who manage them."""
    teams = teams_hit(before, after)
    ids = [pk for pk in teams if pk is not None]
    bound = Q(team__in=ids) | Q(managed_teams__in=ids)
    if None in teams:
        bound |= Q(team=None)
    return User.objects.active().filter(bound).distinct()
